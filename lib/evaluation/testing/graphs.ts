import { elementCount } from '../runtime/model/plan.ts';
import {
  type OnnxTensor,
  encodeModel,
  floatTensor,
  integer,
  integers,
  operation,
  wholeNumbers,
} from '../runtime/onnx/write.ts';

/** Parameters of a graph, all 0.1. */
export function parameter(name: string, shape: readonly number[]): OnnxTensor {
  const values = new Float32Array(elementCount(shape)).fill(0.1);
  return floatTensor(name, shape, new Uint8Array(values.buffer));
}

/** A recurrent network over sequences of six numbers. */
export function recurrentGraph(): Uint8Array<ArrayBuffer> {
  return encodeModel({
    inputs: [{ name: 'x', type: 'float32', shape: [6, 1] }],
    outputs: [{ name: 'y', shape: [1] }],
    initializers: [
      parameter('gru.input', [1, 12, 1]),
      parameter('gru.hidden', [1, 12, 4]),
      parameter('gru.bias', [1, 24]),
      parameter('head.weight', [1, 4]),
      parameter('head.bias', [1]),
    ],
    nodes: [
      operation('Transpose', ['x'], 'steps', [integers('perm', [1, 0, 2])]),
      operation(
        'GRU',
        ['steps', 'gru.input', 'gru.hidden', 'gru.bias'],
        ['', 'last'],
        [integer('hidden_size', 4), integer('linear_before_reset', 1)],
      ),
      wholeNumbers('axes', [0]),
      operation('Squeeze', ['last', 'axes'], 'state'),
      operation('Gemm', ['state', 'head.weight', 'head.bias'], 'y', [integer('transB', 1)]),
    ],
  });
}

/** Tokens and numbers go in, logits and a share come out; the tokens attend to each other. */
export function attentionGraph(): Uint8Array<ArrayBuffer> {
  return encodeModel({
    inputs: [
      { name: 'tokens', type: 'int32', shape: [5] },
      { name: 'given', type: 'float32', shape: [3] },
    ],
    outputs: [
      { name: 'logits', shape: [2] },
      { name: 'share', shape: [5, 5] },
    ],
    initializers: [
      parameter('embedding', [7, 4]),
      parameter('query', [4, 4]),
      parameter('key', [4, 4]),
      parameter('given.weight', [3, 4]),
      parameter('head', [4, 2]),
      floatTensor('scale', [], new Uint8Array(Float32Array.of(0.5).buffer)),
    ],
    nodes: [
      operation('Gather', ['embedding', 'tokens'], 'embedded', [integer('axis', 0)]),
      operation('MatMul', ['embedded', 'query'], 'queries'),
      operation('MatMul', ['embedded', 'key'], 'keys'),
      operation('Transpose', ['keys'], 'turned', [integers('perm', [0, 2, 1])]),
      operation('MatMul', ['queries', 'turned'], 'products'),
      operation('Mul', ['products', 'scale'], 'scaled'),
      operation('Softmax', ['scaled'], 'share', [integer('axis', -1)]),
      operation('MatMul', ['share', 'embedded'], 'mixed'),
      wholeNumbers('axis', [1]),
      operation('ReduceMean', ['mixed', 'axis'], 'mean', [integer('keepdims', 0)]),
      operation('MatMul', ['given', 'given.weight'], 'condition'),
      operation('Add', ['mean', 'condition'], 'sum'),
      operation('MatMul', ['sum', 'head'], 'logits'),
    ],
  });
}
