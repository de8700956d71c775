import { assert, assertEquals, assertGreater } from "@std/assert";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { RunConfig } from "../../lib/config.ts";
import golden from "./golden/ten_steps.json" with { type: "json" };
import {
  type GoldenSteps,
  goldenTenSteps,
  type RelativeError,
  relativeErrors,
  tenSteps,
} from "./ten_steps.ts";

await chooseBackend();

const cases = golden.cases as unknown as GoldenSteps[];

async function errorsWith(settings: Partial<RunConfig>, of: GoldenSteps): Promise<RelativeError[]> {
  const run = await tenSteps({ ...of.settings, ...settings });
  return relativeErrors(run, goldenTenSteps(of, run));
}

for (const goldenSteps of cases) {
  const { loss, learningRateSchedule, weightDecay } = goldenSteps.settings;
  const what = `${loss}, ${learningRateSchedule}, weight decay ${weightDecay}`;
  Deno.test(`ten steps give the losses and weights of Keras ${golden.versions.keras}: ${what}`, async () => {
    const errors = await errorsWith({}, goldenSteps);
    assertEquals(errors.length, 10 + 10);
    for (const { name, ofLargest } of errors) assert(ofLargest <= 1e-4, `${name}: ${ofLargest}`);
  });
}

Deno.test("ten steps without clipping are not those of Keras with it", async () => {
  const errors = await errorsWith({ clipNorm: 0 }, cases[0]);
  assertGreater(Math.max(...errors.map(({ ofLargest }) => ofLargest)), 2e-4);
});
