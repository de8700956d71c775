import { assertEquals } from "@std/assert";
import { afterStep, afterValidation, INITIAL_STATE } from "../../lib/training/training_state.ts";

Deno.test("afterStep() counts the step and weighs the loss by the batch's size", () => {
  const first = { loss: 0.7, batchSize: 4, position: 4, seconds: 1.5, learningRate: 0.2 };
  // One of its four posters was unreadable.
  const second = { loss: 0.5, batchSize: 3, position: 8, seconds: 0.5, learningRate: 0.1 };
  const state = afterStep(afterStep(INITIAL_STATE, first), second);
  assertEquals(state, {
    ...INITIAL_STATE,
    step: 2,
    position: 8,
    lossSum: 0.7 * 4 + 0.5 * 3,
    nSeen: 7,
    seconds: 2,
    learningRate: 0.1,
  });
});

const step = { loss: 1, batchSize: 2, position: 2, seconds: 3, learningRate: 0.1 };

Deno.test("afterValidation() begins a new epoch and keeps the step", () => {
  const trained = afterStep(INITIAL_STATE, step);
  const news = { epoch: 1, valLoss: 0.3, valMacroAp: 0.2 };
  assertEquals(afterValidation(trained, news, "valLoss"), {
    ...INITIAL_STATE,
    epoch: 1,
    step: 1,
    learningRate: 0.1,
    bestEpoch: 1,
    bestValLoss: 0.3,
    bestValMacroAp: 0.2,
  });
});

/** Best epoch after each of some validations. */
function bestEpochs(rows: [number, number][], monitor: "valLoss" | "valMacroAp"): number[][] {
  let state = INITIAL_STATE;
  return rows.map(([valLoss, valMacroAp], epoch) => {
    state = afterValidation(state, { epoch, valLoss, valMacroAp }, monitor);
    return [state.bestEpoch, state.bestValLoss!, state.bestValMacroAp!];
  });
}

const rows: [number, number][] = [[0.7, 0.1], [0.4, 0.3], [0.5, 0.4], [0.4, 0.4], [0.3, 0.2]];

Deno.test("afterValidation() keeps the epoch of lowest loss, the earlier one of equals", () => {
  const best = bestEpochs(rows, "valLoss");
  assertEquals(best, [[0, 0.7, 0.1], [1, 0.4, 0.3], [1, 0.4, 0.3], [1, 0.4, 0.3], [4, 0.3, 0.2]]);
});

Deno.test("afterValidation() keeps the epoch of highest macro AP where that is monitored", () => {
  const best = bestEpochs(rows, "valMacroAp");
  assertEquals(best, [[0, 0.7, 0.1], [1, 0.4, 0.3], [2, 0.5, 0.4], [2, 0.5, 0.4], [2, 0.5, 0.4]]);
});

Deno.test("a state survives JSON, as checkpoints need", () => {
  const state = afterStep(INITIAL_STATE, { ...step, loss: 1 / 3, seconds: 0.1 });
  assertEquals(JSON.parse(JSON.stringify(state)), state);
  assertEquals(JSON.parse(JSON.stringify(INITIAL_STATE)), { ...INITIAL_STATE });
});
