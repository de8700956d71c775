import { assertEquals } from "@std/assert";
import { afterStep, afterValidation, INITIAL_STATE } from "../../lib/training/training_state.ts";

Deno.test("afterStep() counts the step and weighs the loss by the batch's size", () => {
  const first = { loss: 0.7, batchSize: 4, position: 4, seconds: 1.5 };
  // One of its four posters was unreadable.
  const second = { loss: 0.5, batchSize: 3, position: 8, seconds: 0.5 };
  const state = afterStep(afterStep(INITIAL_STATE, first), second);
  assertEquals(state, {
    ...INITIAL_STATE,
    step: 2,
    position: 8,
    lossSum: 0.7 * 4 + 0.5 * 3,
    nSeen: 7,
    seconds: 2,
  });
});

Deno.test("afterValidation() begins a new epoch and keeps the step", () => {
  const trained = afterStep(INITIAL_STATE, { loss: 1, batchSize: 2, position: 2, seconds: 3 });
  assertEquals(afterValidation(trained, { epoch: 1, valLoss: 0.3 }), {
    ...INITIAL_STATE,
    epoch: 1,
    step: 1,
    bestEpoch: 1,
    bestValLoss: 0.3,
  });
});

Deno.test("afterValidation() keeps the best epoch, the earlier one of equals", () => {
  const losses = [0.7, 0.4, 0.5, 0.4, 0.3];
  let state = INITIAL_STATE;
  const best = losses.map((valLoss, epoch) => {
    state = afterValidation(state, { epoch, valLoss });
    return [state.bestEpoch, state.bestValLoss];
  });
  assertEquals(best, [[0, 0.7], [1, 0.4], [1, 0.4], [1, 0.4], [4, 0.3]]);
});

Deno.test("a state survives JSON, as checkpoints need", () => {
  const state = afterStep(INITIAL_STATE, { loss: 1 / 3, batchSize: 5, position: 5, seconds: 0.1 });
  assertEquals(JSON.parse(JSON.stringify(state)), state);
  assertEquals(JSON.parse(JSON.stringify(INITIAL_STATE)), { ...INITIAL_STATE });
});
