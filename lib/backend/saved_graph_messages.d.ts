/** The part of TensorFlow's messages that this project writes, as tfjs-node's generated code has it. */

/** A message of Protocol Buffers. */
declare class Message {
  /** The message as bytes. */
  serializeBinary(): Uint8Array;
}

/** Messages by their names. */
declare namespace messages {
  /** TensorFlow's message `VersionDef`. */
  class VersionDef extends Message {
    /** Sets the field `producer`. */
    setProducer(version: number): void;
  }
  /** TensorFlow's message `TensorShape`. */
  class TensorShape extends Message {
    /** Sets the field `dim`. */
    setDimList(dims: TensorShape.Dim[]): void;
  }
  /** Messages inside `TensorShape`. */
  namespace TensorShape {
    /** TensorFlow's message `Dim`. */
    class Dim extends Message {
      /** Sets the field `size`. */
      setSize(size: number): void;
    }
  }
  /** TensorFlow's message `Tensor`. */
  class Tensor extends Message {
    /** Sets the field `dtype`. */
    setDtype(dtype: number): void;
    /** Sets the field `tensor_shape`. */
    setTensorShape(shape: TensorShape): void;
    /** Sets the field `tensor_content`. */
    setTensorContent(bytes: Uint8Array): void;
  }
  /** TensorFlow's message `AttrValue`. */
  class AttrValue extends Message {
    /** Sets the field `s`. */
    setS(value: Uint8Array): void;
    /** Sets the field `i`. */
    setI(value: number): void;
    /** Sets the field `f`. */
    setF(value: number): void;
    /** Sets the field `b`. */
    setB(value: boolean): void;
    /** Sets the field `type`. */
    setType(value: number): void;
    /** Sets the field `shape`. */
    setShape(value: TensorShape): void;
    /** Sets the field `tensor`. */
    setTensor(value: Tensor): void;
    /** Sets the field ``. */
    setList(value: AttrValue.ListValue): void;
  }
  /** Messages inside `AttrValue`. */
  namespace AttrValue {
    /** TensorFlow's message `ListValue`. */
    class ListValue extends Message {
      /** Sets the field `s`. */
      setSList(values: Uint8Array[]): void;
      /** Sets the field `i`. */
      setIList(values: number[]): void;
      /** Sets the field `f`. */
      setFList(values: number[]): void;
      /** Sets the field `b`. */
      setBList(values: boolean[]): void;
      /** Sets the field `type`. */
      setTypeList(values: number[]): void;
    }
  }
  /** TensorFlow's message `NodeDef`. */
  class NodeDef extends Message {
    /** Sets the field `name`. */
    setName(name: string): void;
    /** Sets the field `op`. */
    setOp(op: string): void;
    /** Sets the field `input`. */
    setInputList(inputs: string[]): void;
    /** Attributes by name. */
    getAttrMap(): { set(name: string, value: AttrValue): void };
  }
  /** TensorFlow's message `GraphDef`. */
  class GraphDef extends Message {
    /** Sets the field `node`. */
    setNodeList(nodes: NodeDef[]): void;
    /** Sets the field `versions`. */
    setVersions(versions: VersionDef): void;
  }
  /** TensorFlow's message `MetaGraphDef`. */
  class MetaGraphDef extends Message {
    /** Sets the field `meta_info_def`. */
    setMetaInfoDef(info: MetaGraphDef.MetaInfoDef): void;
    /** Sets the field `graph_def`. */
    setGraphDef(graph: GraphDef): void;
  }
  /** Messages inside `MetaGraphDef`. */
  namespace MetaGraphDef {
    /** TensorFlow's message `MetaInfoDef`. */
    class MetaInfoDef extends Message {
      /** Sets the field `tags`. */
      setTagsList(tags: string[]): void;
    }
  }
  /** TensorFlow's message `SavedModel`. */
  class SavedModel extends Message {
    /** Sets the field `saved_model_schema_version`. */
    setSavedModelSchemaVersion(version: number): void;
    /** Sets the field `meta_graphs`. */
    setMetaGraphsList(graphs: MetaGraphDef[]): void;
  }
}

export default messages;
