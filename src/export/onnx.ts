import { floatField, type Message, nestedField, textField, wholeField } from "./protobuf.ts";

/*
 * ONNX (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3) describes a graph of named operations on named tensors
 * as one protobuf message. The numbers of fields and types below are from that file. Opset 17 and IR version 8 are
 * those of ONNX 1.12.
 */

const irVersion = 8;
const opset = 17;
const float32 = 1;
const attributeTypes = { float: 1, whole: 2, wholes: 7 };

/** A tensor with its values, row-major. */
export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** One operation. */
export interface OnnxNode {
  readonly operation: string;
  /** Names of tensors. */
  readonly inputs: readonly string[];
  readonly output: string;
  /** Attributes that are integers. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
  /** Attributes that are floats. */
  readonly floats?: Readonly<Record<string, number>>;
}

/**
 * A 32-bit float tensor that goes into the graph or comes out of it. A text in the shape names a side of any length.
 */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  /** Each node comes after the nodes whose outputs it takes. */
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
}

function attribute(name: string, value: number | readonly number[]): Message {
  if (typeof value === "number") {
    return [textField(1, name), wholeField(3, value), wholeField(20, attributeTypes.whole)].flat();
  }
  return [
    textField(1, name),
    ...value.map((item) => wholeField(8, item)),
    wholeField(20, attributeTypes.wholes),
  ].flat();
}

function floatAttribute(name: string, value: number): Message {
  return [textField(1, name), floatField(2, value), wholeField(20, attributeTypes.float)].flat();
}

function nodeMessage({ operation, inputs, output, attributes = {}, floats = {} }: OnnxNode): Message {
  return [
    ...inputs.map((name) => textField(1, name)),
    textField(2, output),
    textField(3, `${operation} ${output}`),
    textField(4, operation),
    ...Object.entries(attributes).map(([name, value]) => nestedField(5, attribute(name, value))),
    ...Object.entries(floats).map(([name, value]) => nestedField(5, floatAttribute(name, value))),
  ].flat();
}

function constantMessage({ name, shape, values }: OnnxConstant): Message {
  const bytes = new Uint8Array(values.slice().buffer);
  return [
    ...shape.map((side) => wholeField(1, side)),
    wholeField(2, float32),
    textField(8, name),
    nestedField(9, [bytes]),
  ].flat();
}

function portMessage({ name, shape }: OnnxPort): Message {
  const sides = shape.map((side) =>
    nestedField(1, typeof side === "number" ? wholeField(1, side) : textField(2, side)),
  );
  const tensor = [wholeField(1, float32), nestedField(2, sides.flat())].flat();
  return [textField(1, name), nestedField(2, nestedField(1, tensor))].flat();
}

/**
 * Encodes a graph as an .onnx file.
 *
 * @param metadata texts to put into the file.
 */
export function encodeOnnx(
  graph: OnnxGraph,
  metadata: Readonly<Record<string, string>>,
  producer: { readonly name: string; readonly version: string },
): Blob {
  const graphMessage = [
    ...graph.nodes.map((node) => nestedField(1, nodeMessage(node))),
    textField(2, graph.name),
    ...graph.constants.map((constant) => nestedField(5, constantMessage(constant))),
    ...graph.inputs.map((port) => nestedField(11, portMessage(port))),
    ...graph.outputs.map((port) => nestedField(12, portMessage(port))),
  ].flat();
  const model = [
    wholeField(1, irVersion),
    textField(2, producer.name),
    textField(3, producer.version),
    nestedField(7, graphMessage),
    // The empty domain means ONNX's own operations.
    nestedField(8, [textField(1, ""), wholeField(2, opset)].flat()),
    ...Object.entries(metadata).map(([name, value]) =>
      nestedField(14, [textField(1, name), textField(2, value)].flat()),
    ),
  ].flat();
  return new Blob([...model], { type: "application/octet-stream" });
}
