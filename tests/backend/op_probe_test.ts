import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { opProbe } from "../../lib/backend/op_probe.ts";
import { runNativeOp } from "../../lib/backend/run_native_op.ts";

const { name } = await chooseBackend();
const isTensorFlow = name === "tensorflow";

Deno.test("opProbe() tries once, on TensorFlow alone, and keeps no tensor", () => {
  let nTries = 0;
  const has = opProbe(() => {
    nTries++;
    tf.ones([2]).dataSync();
  });
  const before = tf.memory().numTensors;
  assertEquals([nTries, has(), has(), nTries], [0, isTensorFlow, isTensorFlow, +isTensorFlow]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("opProbe() says no where the op is unknown or its result wrong", () => {
  assertEquals(opProbe(() => void runNativeOp("NoSuchOp", {}, [tf.ones([1])]))(), false);
  assertEquals(opProbe(() => tf.ones([1]).dataSync()[0] === 2)(), false);
});
