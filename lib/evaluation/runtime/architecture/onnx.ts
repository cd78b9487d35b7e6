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
import type { Layer } from './schema.ts';
import { type ArchitecturePlan, pair } from './shapes.ts';

/** The operator set of every graph; a change of it is a change of the runtime. */
export const ONNX_OPSET = 20n;
const ONNX_IR_VERSION = 9n;

/** Little-endian float32 values of each parameter tensor. */
export type ParameterBytes = ReadonlyMap<string, Uint8Array>;

/**
 * Writes a network as an ONNX model with its parameters inside and a free batch dimension.
 *
 * @param parameters Every tensor of `plan.parameters`, checked before.
 */
export function encodeOnnx(plan: ArchitecturePlan, parameters: ParameterBytes): Uint8Array<ArrayBuffer> {
  const node: NodeProto[] = [];
  let current = plan.input.name;
  plan.layers.forEach((planned, index) => {
    const { opType, attributes, transposed } = operator(planned.layer, planned.inputShape.length);
    if (!opType) return;
    const output = `${index}.output`;
    const names = planned.parameters.map((parameter) => parameter.name);
    if (transposed) {
      // Beyond rank 2 there is no Gemm: y = x · Wᵀ + b by itself.
      const [weight, bias] = names;
      const transposedWeight = `${weight}.transposed`;
      const product = bias ? `${index}.product` : output;
      node.push(operation('Transpose', [`${weight}`], transposedWeight, [integers('perm', [1, 0])]));
      node.push(operation('MatMul', [current, transposedWeight], product));
      if (bias) node.push(operation('Add', [product, bias], output));
    } else {
      node.push(operation(opType, [current, ...names], output, attributes));
    }
    current = output;
  });
  node.push(operation('Identity', [current], plan.output.name));

  const initializer = [...plan.parameters].map(([name, shape]) => tensor(name, shape, parameters.get(name)));
  const graph = create(GraphProtoSchema, {
    name: 'architecture',
    node,
    initializer,
    input: [value(plan.input.name, plan.input.shape)],
    output: [value(plan.output.name, plan.output.shape)],
  });
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: ONNX_IR_VERSION,
      producerName: 'zarathustra',
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: ONNX_OPSET })],
      graph,
    }),
  );
}

type Operator = { opType: string | undefined; attributes: AttributeProto[]; transposed?: boolean };

function operator(layer: Layer, rank: number): Operator {
  const plain = (opType: string, ...attributes: AttributeProto[]): Operator => ({ opType, attributes });
  switch (layer.type) {
    case 'linear':
      return rank === 1 ? plain('Gemm', integer('transB', 1)) : { ...plain('MatMul'), transposed: true };
    case 'conv2d': {
      const [height, width] = pair(layer.padding);
      return plain(
        'Conv',
        integers('kernel_shape', pair(layer.kernelSize)),
        integers('strides', pair(layer.stride)),
        integers('pads', [height, width, height, width]),
      );
    }
    case 'maxPool2d':
      return plain(
        'MaxPool',
        integers('kernel_shape', pair(layer.kernelSize)),
        integers('strides', pair(layer.stride ?? layer.kernelSize)),
      );
    case 'flatten':
      return plain('Flatten', integer('axis', 1));
    case 'dropout':
      return { opType: undefined, attributes: [] };
    case 'relu':
      return plain('Relu');
    case 'tanh':
      return plain('Tanh');
    case 'sigmoid':
      return plain('Sigmoid');
    case 'gelu':
      return plain('Gelu', text('approximate', layer.approximate));
    case 'softmax':
      return plain('Softmax', integer('axis', -1));
  }
}

function operation(
  opType: string,
  input: string[],
  output: string,
  attribute: AttributeProto[] = [],
): NodeProto {
  return create(NodeProtoSchema, { opType, name: output, input, output: [output], attribute });
}

function integer(name: string, i: number): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(i) });
}

function integers(name: string, ints: readonly number[]): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: ints.map(BigInt) });
}

function text(name: string, s: string): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: new TextEncoder().encode(s) });
}

function tensor(name: string, shape: readonly number[], bytes: Uint8Array | undefined): TensorProto {
  if (!bytes) throw new RangeError(`encodeOnnx was called without tensor ${name}`);
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: DataType.FLOAT,
    rawData: new Uint8Array(bytes),
  });
}

function value(name: string, sampleShape: readonly number[]): ValueInfoProto {
  const dimension = (size: number) =>
    create(TensorShapeProto_DimensionSchema, { value: { case: 'dimValue', value: BigInt(size) } });
  const batch = create(TensorShapeProto_DimensionSchema, { value: { case: 'dimParam', value: 'batch' } });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: {
        case: 'tensorType',
        value: create(TypeProto_TensorSchema, {
          elemType: DataType.FLOAT,
          shape: create(TensorShapeProtoSchema, { dim: [batch, ...sampleShape.map(dimension)] }),
        }),
      },
    }),
  });
}
