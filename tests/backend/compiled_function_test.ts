import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { CompiledFunction, type TensorFunction } from "../../lib/backend/compiled_function.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import { isRecording, recordGraph } from "../../lib/backend/record_graph.ts";
import { runNativeOp, type } from "../../lib/backend/run_native_op.ts";

await chooseBackend();
const ignore = !hasNativeOps();

/** A compiled function that must not fall back. */
function compile(compute: TensorFunction, variables: readonly tf.Variable[] = []) {
  return new CompiledFunction(compute, {
    variables,
    onFallback: (reason) => {
      throw new Error(reason);
    },
  });
}

/** Values of the results for inputs, all of which are then freed. */
function valuesFor(compiled: CompiledFunction, ...inputs: tf.Tensor[]): number[][] {
  const results = compiled.run(inputs);
  const values = results.map((result) => [...result.dataSync()]);
  tf.dispose([...inputs, ...results]);
  return values;
}

function nLoadedGraphs(): number {
  const { binding } = tf.backend() as unknown as { binding: { getNumOfSavedModels(): number } };
  return binding.getNumOfSavedModels();
}

/** Outputs of several kinds and types of attributes. */
const several: TensorFunction = ([x, y]) => {
  const product = tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D);
  const [largest] = runNativeOp("ArgMax", {
    T: type("FLOAT"),
    Tidx: type("INT32"),
    output_type: type("INT32"),
  }, [product, tf.scalar(1, "int32")]);
  return [product.relu(), product.sum(0), largest, product.greater(0).cast("float32"), x];
};

Deno.test({
  name: "CompiledFunction gives the function's results, for every shape and value",
  ignore,
  fn: () => {
    const compiled = compile(several);
    const before = tf.memory().numTensors;
    for (const [n, m, seed] of [[2, 3, 1], [4, 5, 2], [2, 3, 3], [1, 1, 4]]) {
      const x = tf.randomNormal([n, m], 0, 1, "float32", seed);
      const y = tf.randomNormal([m, n], 0, 1, "float32", seed + 10);
      const expected = tf.tidy(() => several([x, y]).map((t) => [...t.dataSync()]));
      const results = compiled.run([x, y]);
      assertEquals(results.map(({ shape }) => shape), [[n, n], [n], [n], [n, n], [n, m]]);
      assertEquals(results.map(({ dtype }) => dtype), [
        "float32",
        "float32",
        "int32",
        "float32",
        "float32",
      ]);
      assertEquals(results.map((result) => [...result.dataSync()]), expected);
      tf.dispose([x, y, ...results]);
    }
    assertEquals(tf.memory().numTensors, before);
    compiled.dispose();
  },
});

Deno.test({
  name: "CompiledFunction calls the function once for each shape",
  ignore,
  fn: () => {
    let nCalls = 0;
    const compiled = compile(([x]) => {
      nCalls++;
      assertEquals(isRecording(), true);
      return [x.square()];
    });
    for (const [i, shape] of [[2], [2], [3], [2], [3, 1], [3]].entries()) {
      const expected = Array(tf.util.sizeFromShape(shape)).fill(i ** 2);
      assertEquals(valuesFor(compiled, tf.fill(shape, i)), [expected]);
    }
    assertEquals(nCalls, 3);
    assertEquals(isRecording(), false);
    compiled.dispose();
  },
});

Deno.test({
  name: "CompiledFunction reads and assigns variables at each run, the first one too",
  ignore,
  fn: () => {
    const factor = tf.variable(tf.tensor1d([1, 2]));
    const count = tf.variable(tf.scalar(0));
    const compiled = compile(([x]) => {
      count.assign(count.add(1));
      return [x.mul(factor)];
    }, [factor, count]);
    const before = tf.memory().numTensors;
    assertEquals(valuesFor(compiled, tf.tensor1d([3, 4])), [[3, 8]]);
    assertEquals([...count.dataSync()], [1]);
    tf.tidy(() => factor.assign(tf.tensor1d([10, 20])));
    assertEquals(valuesFor(compiled, tf.tensor1d([3, 4])), [[30, 80]]);
    assertEquals([...count.dataSync()], [2]);
    assertEquals(tf.memory().numTensors, before);
    compiled.dispose();
    tf.dispose([factor, count]);
  },
});

Deno.test({
  name: "CompiledFunction makes graphs of gradients",
  ignore,
  fn: () => {
    const weights = tf.variable(tf.randomNormal<tf.Rank.R4>([3, 3, 2, 4], 0, 1, "float32", 1));
    const loss = (x: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, weights as tf.Tensor4D, 2, "same").relu().mean<tf.Scalar>();
    const gradient: TensorFunction = ([x]) => {
      const { value, grads } = tf.variableGrads(() => loss(x), [weights]);
      return [value, grads[weights.name]];
    };
    const compiled = compile(gradient, [weights]);
    const x = tf.randomNormal([2, 7, 5, 2], 0, 1, "float32", 2);
    const expected = tf.tidy(() => gradient([x]).map((tensor) => [...tensor.dataSync()]));
    const [value, slopes] = valuesFor(compiled, x);
    assertAlmostEquals(value[0], expected[0][0], 1e-6);
    slopes.forEach((slope, i) => assertAlmostEquals(slope, expected[1][i], 1e-6));
    compiled.dispose();
    weights.dispose();
  },
});

Deno.test({
  name: "CompiledFunction keeps the graphs of four shapes and frees the one used longest ago",
  ignore,
  fn: () => {
    const before = nLoadedGraphs();
    let nCalls = 0;
    const compiled = compile(([x]) => {
      nCalls++;
      return [x.neg()];
    });
    for (const n of [1, 2, 3, 4, 1, 5, 1]) valuesFor(compiled, tf.zeros([n]));
    assertEquals(nCalls, 5);
    assertEquals(nLoadedGraphs(), before + 4);
    valuesFor(compiled, tf.zeros([2]));
    assertEquals(nCalls, 6);
    compiled.dispose();
    assertEquals(nLoadedGraphs(), before);
  },
});

Deno.test({
  name: "CompiledFunction runs what TensorFlow takes for no graph op by op, and says why once",
  ignore,
  fn: () => {
    const hidden = tf.variable(tf.tensor1d([1, 2]));
    const count = tf.variable(tf.scalar(0));
    const reasons: string[] = [];
    const compiled = new CompiledFunction(([x]) => {
      count.assign(count.add(1));
      return [x.add(hidden)];
    }, { variables: [count], onFallback: (reason) => reasons.push(reason) });
    const before = tf.memory().numTensors;
    for (const runs of [1, 2]) {
      assertEquals(valuesFor(compiled, tf.tensor1d([3, 4])), [[4, 6]]);
      assertEquals([...count.dataSync()], [runs]);
    }
    assertEquals(tf.memory().numTensors, before);
    assertEquals(reasons, ["Add reads a tensor that is neither an input nor a variable"]);
    compiled.dispose();
    tf.dispose([hidden, count]);
  },
});

Deno.test({
  name: "CompiledFunction passes on the function's own error and undoes what it assigned",
  ignore,
  fn: () => {
    const count = tf.variable(tf.scalar(0));
    const compiled = compile(([x]) => {
      count.assign(count.add(1));
      return [tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D)];
    }, [count]);
    const x = tf.zeros([2, 3]);
    const before = tf.memory().numTensors;
    assertThrows(() => compiled.run([x]), Error, "Matrix size-incompatible");
    assertEquals(tf.memory().numTensors, before);
    assertEquals([...count.dataSync()], [0]);
    assertEquals(isRecording(), false);
    compiled.dispose();
    tf.dispose([x, count]);
  },
});

Deno.test({
  name: "recordGraph() names each op's inputs and the leaves that are used",
  ignore,
  fn: () => {
    tf.tidy(() => {
      const [x, unused, y] = [tf.scalar(2), tf.scalar(3), tf.scalar(4)];
      const { nodes, feeds, outputs } = recordGraph(
        [x, unused, y],
        () => [y.sub(x).mul(tf.scalar(5))],
      );
      assertEquals(
        nodes.map(({ name, op, inputs }) => [name, op, inputs.join()]),
        [
          ["node_0", "Placeholder", ""],
          ["node_1", "Placeholder", ""],
          ["node_2", "Sub", "node_0:0,node_1:0"],
          ["node_3", "Const", ""],
          ["node_4", "Mul", "node_2:0,node_3:0"],
        ],
      );
      assertEquals(feeds, [{ leaf: 2, name: "node_0:0" }, { leaf: 0, name: "node_1:0" }]);
      assertEquals(outputs, ["node_4:0"]);
    });
  },
});
