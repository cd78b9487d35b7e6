import { create, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorProto_DataType as DataType,
  TensorShapeProtoSchema,
  TensorShapeProto_DimensionSchema,
  TypeProtoSchema,
  TypeProto_TensorSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import type { ElementType, Shape } from '../model/plan.ts';

export type { NodeProto as OnnxNode, TensorProto as OnnxTensor };

/** The operator set of the graphs that are written here; a change of it is a change of the runtime. */
export const ONNX_OPSET = 20;
const ONNX_IR_VERSION = 9n;

const ELEMENT_TYPES = { float32: DataType.FLOAT, int32: DataType.INT32 } as const satisfies {
  [type in ElementType]: DataType;
};

/** Writes an ONNX model; the dimensions of inputs and outputs are those of a sample behind a free batch dimension. */
export function encodeModel(model: {
  nodes: readonly NodeProto[];
  initializers: readonly TensorProto[];
  inputs: readonly { name: string; type: ElementType; shape: Shape }[];
  outputs: readonly { name: string; shape: Shape }[];
  opset?: number;
}): Uint8Array<ArrayBuffer> {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: ONNX_IR_VERSION,
      producerName: 'zarathustra',
      opsetImport: [
        create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(model.opset ?? ONNX_OPSET) }),
      ],
      graph: create(GraphProtoSchema, {
        name: 'architecture',
        node: [...model.nodes],
        initializer: [...model.initializers],
        input: model.inputs.map(({ name, type, shape }) => valueInfo(name, ELEMENT_TYPES[type], shape)),
        output: model.outputs.map(({ name, shape }) => valueInfo(name, DataType.FLOAT, shape)),
      }),
    }),
  );
}

export function operation(
  opType: string,
  input: readonly string[],
  output: string | readonly string[],
  attribute: readonly AttributeProto[] = [],
): NodeProto {
  const outputs = typeof output === 'string' ? [output] : [...output];
  return create(NodeProtoSchema, {
    opType,
    name: outputs[0] ?? '',
    input: [...input],
    output: outputs,
    attribute: [...attribute],
  });
}

export function integer(name: string, i: number | bigint): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(i) });
}

export function integers(name: string, ints: readonly (number | bigint)[]): AttributeProto {
  return create(AttributeProtoSchema, {
    name,
    type: AttributeType.INTS,
    ints: ints.map((value) => BigInt(value)),
  });
}

export function float(name: string, f: number): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f });
}

export function text(name: string, s: string): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: new TextEncoder().encode(s) });
}

export function tensorAttribute(name: string, t: TensorProto): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeType.TENSOR, t });
}

/** A float32 tensor from its little-endian bytes. */
export function floatTensor(name: string, shape: Shape, bytes: Uint8Array): TensorProto {
  return tensorOf(name, DataType.FLOAT, shape, bytes);
}

/** A tensor of any type from its little-endian bytes. */
export function tensorOf(name: string, dataType: number, shape: Shape, bytes: Uint8Array): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType,
    rawData: new Uint8Array(bytes),
  });
}

/** A node which gives a list of whole numbers: shapes and axes enter operators as tensors. */
export function wholeNumbers(output: string, values: readonly number[]): NodeProto {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setBigInt64(8 * index, BigInt(value), true));
  return operation('Constant', [], output, [
    tensorAttribute('value', tensorOf('', DataType.INT64, [values.length], bytes)),
  ]);
}

function valueInfo(name: string, elemType: DataType, sampleShape: Shape): ValueInfoProto {
  const dimension = (size: number) =>
    create(TensorShapeProto_DimensionSchema, { value: { case: 'dimValue', value: BigInt(size) } });
  const batch = create(TensorShapeProto_DimensionSchema, { value: { case: 'dimParam', value: 'batch' } });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: {
        case: 'tensorType',
        value: create(TypeProto_TensorSchema, {
          elemType,
          shape: create(TensorShapeProtoSchema, { dim: [batch, ...sampleShape.map(dimension)] }),
        }),
      },
    }),
  });
}
