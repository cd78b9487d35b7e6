/**
 * Makes `model.onnx`, with the baseline as its initializers; any exporter, such as PyTorch's, could have written it.
 *
 *     node examples/sine-forecast/build-graph-command.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { type JsonObject, fromJson, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataType as DataType } from 'onnx-buf';
import {
  FORECAST,
  HIDDEN,
  PARAMETER_SHAPES,
  type Parameters,
  STEPS,
  readForecastParameters,
} from './network.ts';

const folder = new URL('./', import.meta.url);
const parameters = readForecastParameters(await readFile(new URL('parameters.safetensors', folder)));
await writeFile(new URL('model.onnx', folder), encodeGraph(parameters));
console.log('wrote model.onnx');

/** The graph; a batch of sequences comes first in its input, and second in ONNX's GRU. */
function encodeGraph(baseline: Parameters): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    fromJson(ModelProtoSchema, {
      irVersion: '9',
      producerName: 'zarathustra',
      opsetImport: [{ domain: '', version: '20' }],
      graph: {
        name: 'sine-forecast',
        node: [
          {
            opType: 'Transpose',
            input: ['x'],
            output: ['steps'],
            attribute: [{ name: 'perm', type: 'INTS', ints: ['1', '0', '2'] }],
          },
          {
            opType: 'GRU',
            input: ['steps', 'gru.W', 'gru.R', 'gru.B'],
            output: ['', 'last'],
            attribute: [
              { name: 'hidden_size', type: 'INT', i: String(HIDDEN) },
              { name: 'linear_before_reset', type: 'INT', i: '1' },
            ],
          },
          { opType: 'Squeeze', input: ['last', 'direction'], output: ['state'] },
          {
            opType: 'Gemm',
            input: ['state', 'head.weight', 'head.bias'],
            output: ['y'],
            attribute: [{ name: 'transB', type: 'INT', i: '1' }],
          },
        ],
        initializer: [
          ...Object.entries(PARAMETER_SHAPES).map(([name, shape]) => ({
            name,
            dims: shape.map(String),
            dataType: DataType.FLOAT,
            rawData: base64(Float32Array.from(baseline[name as keyof Parameters])),
          })),
          // The axis to leave out.
          {
            name: 'direction',
            dims: ['1'],
            dataType: DataType.INT64,
            rawData: base64(BigInt64Array.of(0n)),
          },
        ],
        input: [valueInfo('x', [STEPS, 1])],
        output: [valueInfo('y', [FORECAST])],
      },
    }),
  );
}

function valueInfo(name: string, sampleShape: readonly number[]): JsonObject {
  const dim = [{ dimParam: 'batch' }, ...sampleShape.map((size) => ({ dimValue: String(size) }))];
  return { name, type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } };
}

function base64(values: Float32Array | BigInt64Array): string {
  return Buffer.from(values.buffer).toString('base64');
}
