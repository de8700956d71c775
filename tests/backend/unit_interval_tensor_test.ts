import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { unitIntervalTensor } from "../../lib/backend/unit_interval_tensor.ts";

await chooseBackend();
const native = tf.getBackend();

/** Every byte, and more, so that the length is no multiple of four. */
const bytes = Uint8Array.from({ length: 258 }, (_, i) => i % 256);
const quotients = Float32Array.from(bytes, (byte) => byte / 255);

for (const backend of new Set([native, "cpu"])) {
  Deno.test(`unitIntervalTensor() divides every byte by 255, on the backend ${backend}`, async () => {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    for (const n of [256, 257, 258, 1]) {
      const tensor = unitIntervalTensor(bytes.subarray(0, n), [n, 1]);
      assertEquals([tensor.shape, tensor.dtype], [[n, 1], "float32"]);
      assertEquals(tensor.dataSync(), quotients.subarray(0, n));
      tensor.dispose();
    }
    assertEquals(tf.memory().numTensors, before);
    await tf.setBackend(native);
  });
}

Deno.test("unitIntervalTensor() takes bytes from the middle of an array", () => {
  for (const [start, end] of [[4, 12], [3, 11], [8, 13]]) {
    const tensor = unitIntervalTensor(bytes.subarray(start, end), [end - start]);
    assertEquals(tensor.dataSync(), quotients.subarray(start, end));
    tensor.dispose();
  }
});

Deno.test("unitIntervalTensor() holds its numbers when the bytes change afterwards", () => {
  const own = Uint8Array.of(255, 0, 255, 0);
  const tensor = unitIntervalTensor(own, [4]);
  own.fill(7);
  assertEquals([...tensor.dataSync()], [1, 0, 1, 0]);
  tensor.dispose();
});

Deno.test("unitIntervalTensor() refuses another number of bytes than the shape has", () => {
  assertThrows(
    () => unitIntervalTensor(bytes, [2, 2]),
    RangeError,
    "Cannot make a tensor of the shape [2,2] as there must be 4 bytes: current value is 258",
  );
});
