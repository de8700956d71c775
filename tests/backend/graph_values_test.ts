import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { GraphValues } from "../../lib/backend/graph_values.ts";

Deno.test("GraphValues disposes of a value after its last reading", () => {
  const [a, b] = [tf.scalar(1), tf.scalar(2)];
  const values = new GraphValues((name) => name === "a" ? 2 : 1);
  values.set("a", a);
  values.release(["a"]);
  assertEquals(a.isDisposed, false);
  values.set("b", b, { isKept: true });
  values.release(["a"]);
  assertEquals(a.isDisposed, true);
  values.release(["b"]);
  assertEquals(b.isDisposed, false);
  b.dispose();
});

Deno.test("GraphValues waits for the readers of all names of a tensor", () => {
  const x = tf.scalar(1);
  const values = new GraphValues(() => 1);
  values.set("x", x);
  // Dropout that is off.
  values.set("x as it is", x);
  values.release(["x"]);
  assertEquals(x.isDisposed, false);
  values.release(["x as it is"]);
  assertEquals(x.isDisposed, true);
});

Deno.test("GraphValues keeps all where gradients will be asked for", () => {
  const x = tf.scalar(1);
  const values = new GraphValues(null);
  values.set("x", x);
  values.release(["x", "x"]);
  assertEquals(x.isDisposed, false);
  x.dispose();
});
