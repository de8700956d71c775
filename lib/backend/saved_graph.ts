/**
 * Recorded ops as a file that TensorFlow loads.
 * @module
 */
// @ts-types="./saved_graph_messages.d.ts"
import messages from "@tensorflow/tfjs-node/dist/proto/api_pb.js";
import type { BindingAttribute, NativeBinding } from "./native_backend.ts";
import type { ConstantValue, GraphNode } from "./record_graph.ts";

/** The tag that {@linkcode encodeSavedGraph} gives the graph. */
export const GRAPH_TAG = "serve";

/** Version of the format of graphs, so that ops mean what they mean in TensorFlow 2. */
const graphVersion = 1882;

/**
 * The content of a `saved_model.pb` with the nodes as its graph, by TensorFlow's own message
 * definitions, which come with tfjs-node. It holds no variables: weights are fed.
 */
export function encodeSavedGraph(nodes: readonly GraphNode[], binding: NativeBinding): Uint8Array {
  const versions = new messages.VersionDef();
  versions.setProducer(graphVersion);
  const graph = new messages.GraphDef();
  graph.setNodeList(nodes.map((node) => nodeDef(node, binding)));
  graph.setVersions(versions);
  const info = new messages.MetaGraphDef.MetaInfoDef();
  info.setTagsList([GRAPH_TAG]);
  const metaGraph = new messages.MetaGraphDef();
  metaGraph.setMetaInfoDef(info);
  metaGraph.setGraphDef(graph);
  const saved = new messages.SavedModel();
  saved.setSavedModelSchemaVersion(1);
  saved.setMetaGraphsList([metaGraph]);
  return saved.serializeBinary();
}

function nodeDef(
  { name, op, inputs, attributes, constant }: GraphNode,
  binding: NativeBinding,
): messages.NodeDef {
  const node = new messages.NodeDef();
  node.setName(name);
  node.setOp(op);
  node.setInputList([...inputs]);
  for (const attribute of attributes) {
    node.getAttrMap().set(attribute.name, attributeValue(attribute, binding));
  }
  if (constant) {
    const value = new messages.AttrValue();
    value.setTensor(tensorProto(constant));
    node.getAttrMap().set("value", value);
  }
  return node;
}

function attributeValue(
  { type, value }: BindingAttribute,
  binding: NativeBinding,
): messages.AttrValue {
  const result = new messages.AttrValue();
  const isShape = type === binding.TF_ATTR_SHAPE;
  if (Array.isArray(value) && !isShape) {
    const list = new messages.AttrValue.ListValue();
    if (type === binding.TF_ATTR_INT) list.setIList(value);
    else if (type === binding.TF_ATTR_FLOAT) list.setFList(value);
    else if (type === binding.TF_ATTR_BOOL) list.setBList(value);
    else if (type === binding.TF_ATTR_TYPE) list.setTypeList(value);
    else if (type === binding.TF_ATTR_STRING) list.setSList(value.map(utf8));
    result.setList(list);
  } else if (isShape) result.setShape(shapeProto(value as number[]));
  else if (type === binding.TF_ATTR_INT) result.setI(value as number);
  else if (type === binding.TF_ATTR_FLOAT) result.setF(value as number);
  else if (type === binding.TF_ATTR_BOOL) result.setB(value as boolean);
  else if (type === binding.TF_ATTR_TYPE) result.setType(value as number);
  else if (type === binding.TF_ATTR_STRING) result.setS(utf8(value as string));
  return result;
}

function tensorProto({ dtype, shape, bytes }: ConstantValue): messages.Tensor {
  const tensor = new messages.Tensor();
  tensor.setDtype(dtype);
  tensor.setTensorShape(shapeProto(shape));
  tensor.setTensorContent(bytes);
  return tensor;
}

function shapeProto(shape: readonly number[]): messages.TensorShape {
  const result = new messages.TensorShape();
  result.setDimList(shape.map((size) => {
    const dim = new messages.TensorShape.Dim();
    dim.setSize(size);
    return dim;
  }));
  return result;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
