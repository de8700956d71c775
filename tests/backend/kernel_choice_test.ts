import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { kernelChoices, runFastest, setKernelChoices } from "../../lib/backend/kernel_choice.ts";

await chooseBackend();

/** Two candidates that take the given times; they give 0 and 1. */
function candidates(...milliseconds: number[]) {
  const calls = milliseconds.map(() => 0);
  const list = milliseconds.map((wait, i) => ({
    name: `way ${i}`,
    run: () => {
      calls[i]++;
      const end = performance.now() + wait;
      while (performance.now() < end);
      return tf.scalar(i);
    },
  }));
  return { list, calls };
}

function withChoices(test: () => void): () => void {
  return () => {
    const before = kernelChoices();
    setKernelChoices({});
    try {
      tf.tidy(test);
    } finally {
      setKernelChoices(before);
    }
  };
}

Deno.test(
  "runFastest() times the candidates once for each key and keeps the fastest",
  withChoices(() => {
    const { list, calls } = candidates(40, 2);
    assertEquals(runFastest("a", list).dataSync()[0], 1);
    assertEquals(kernelChoices(), { a: "way 1" });
    const [first, second] = calls;
    assertEquals(runFastest("a", list).dataSync()[0], 1);
    assertEquals(calls, [first, second + 1]);
    runFastest("b", list);
    assertEquals(Object.keys(kernelChoices()), ["a", "b"]);
  }),
);

Deno.test(
  "runFastest() stays with the first candidate where another one is hardly faster",
  withChoices(() => {
    const { list } = candidates(20, 19.5);
    assertEquals(runFastest("a", list).dataSync()[0], 0);
  }),
);

Deno.test(
  "runFastest() takes the first candidate without timing where runs must repeat",
  withChoices(() => {
    const { list, calls } = candidates(5, 0);
    setKernelChoices({}, { isDeterministic: true });
    assertEquals(runFastest("a", list).dataSync()[0], 0);
    assertEquals(calls, [1, 0]);
  }),
);

Deno.test(
  "runFastest() takes a choice that was made before and refuses an unknown one",
  withChoices(() => {
    const { list, calls } = candidates(0, 5);
    setKernelChoices({ a: "way 1", b: "way 7" });
    assertEquals(runFastest("a", list).dataSync()[0], 1);
    assertEquals(calls, [0, 1]);
    assertThrows(
      () => runFastest("b", list),
      RangeError,
      'The choice for b must be one of way 0, way 1: current value is "way 7"',
    );
  }),
);

Deno.test(
  "runFastest() leaves no tensor of its trials behind",
  withChoices(() => {
    const { list } = candidates(0, 0, 0);
    const before = tf.memory().numTensors;
    runFastest("a", list);
    assertEquals(tf.memory().numTensors, before + 1);
  }),
);
