import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { loadPretrainedBackbone } from "../../lib/model/load_pretrained_backbone.ts";
import { makeRunConfig } from "../../lib/config.ts";
import type { BackboneName } from "../../lib/setup/backbone_wheels.ts";
import { reasonWithoutWeights } from "./reason_without_weights.ts";

await chooseBackend();

interface GoldenCase {
  readonly architecture: BackboneName;
  readonly imageHeightPx: number;
  readonly imageWidthPx: number;
  /** 1,280 numbers of 32 bits. */
  readonly features: string;
}

const { cases }: { cases: GoldenCase[] } = JSON.parse(
  Deno.readTextFileSync(new URL("./golden/backbone_features.json", import.meta.url)),
);

/** The made picture of make_backbone_features.py, shape [1, height, width, 3]. */
function picture(height: number, width: number): tf.Tensor4D {
  const values = Float32Array.from({ length: height * width * 3 }, (_, i) => {
    const [y, x, c] = [Math.floor(i / 3 / width), Math.floor(i / 3) % width, i % 3];
    const wave = 0.3 * Math.sin(0.5 * x * (c + 1));
    return 0.5 + 0.5 * Math.sin(0.11 * (c + 1) * y + 0.07 * x + wave);
  });
  return tf.tensor4d(values, [1, height, width, 3]);
}

const reasons = new Map<BackboneName, string | null>();
for (const name of new Set(cases.map(({ architecture }) => architecture))) {
  reasons.set(name, await reasonWithoutWeights(name));
}

for (const { architecture, imageHeightPx, imageWidthPx, features } of cases) {
  const reason = reasons.get(architecture);
  Deno.test({
    name: `loadPretrainedBackbone() gives ${architecture} the reference's features at ` +
      `${imageHeightPx}x${imageWidthPx}${reason ? ` (left out: ${reason})` : ""}`,
    ignore: reason !== null,
    fn: async () => {
      const config = makeRunConfig({ architecture, imageHeightPx, imageWidthPx });
      const model = buildModel(config, 27);
      const { layers } = await loadPretrainedBackbone(model, architecture);
      assertEquals(layers, ["predictions"]);
      const pooled = model.getLayer("avg_pool").output as tf.SymbolicTensor;
      const backbone = tf.model({ inputs: model.inputs, outputs: pooled });
      const image = picture(imageHeightPx, imageWidthPx);
      const result = tf.tidy(() => backbone.predict(image) as tf.Tensor);
      const actual = await result.data();
      const bytes = Uint8Array.from(atob(features), (letter) => letter.charCodeAt(0));
      const expected = new Float32Array(bytes.buffer);
      assertEquals([actual.length, expected.length], [1280, 1280]);
      const worst = expected.reduce(
        (max, value, i) => Math.max(max, Math.abs(value - actual[i])),
        0,
      );
      assert(worst < 1e-4, `largest difference ${worst}`);
      // Not all alike, so that a network that gives nothing would be noticed.
      assert(Math.max(...expected) - Math.min(...expected) > 1);
      for (const used of [result, image]) used.dispose();
      model.dispose();
    },
  });
}
