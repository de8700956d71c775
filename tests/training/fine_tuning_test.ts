import { assert, assertEquals } from "@std/assert";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { loadPretrainedBackbone } from "../../lib/model/load_pretrained_backbone.ts";
import { loadModel } from "../../lib/model/model_files.ts";
import { bestModelDir, train } from "../../lib/training/train.ts";
import { reasonWithoutWeights } from "../model/reason_without_weights.ts";
import { fixtureLabels } from "./fixture_posters.ts";
import { withFixture } from "./small_run.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();
const reason = await reasonWithoutWeights("efficientnetLite0");

Deno.test({
  name: `train() starts from pretrained weights and keeps them while only the output layer learns${
    reason ? ` (left out: ${reason})` : ""
  }`,
  ignore: reason !== null,
  fn: () =>
    withFixture(8, async (options) => {
      const config = makeRunConfig({
        architecture: "efficientnetLite0",
        pretrained: true,
        frozenBatchNorm: true,
        frozenEpochs: 1,
        imageHeightPx: 32,
        imageWidthPx: 32,
        batchSize: 4,
        learningRate: 0.01,
        epochs: 1,
      });
      const { history } = await train({ ...options, config });
      assert(history[1].valLoss < history[0].valLoss);

      const { model } = await loadModel(bestModelDir(options.runDir));
      const expected = buildModel(config, fixtureLabels.length);
      await loadPretrainedBackbone(expected, "efficientnetLite0");
      for (const layer of expected.layers.slice(0, -1)) {
        const found = await valuesOfEach(model.getLayer(layer.name).getWeights());
        assertEquals(found, await valuesOfEach(layer.getWeights()), layer.name);
      }
      model.dispose();
      expected.dispose();
    }),
});
