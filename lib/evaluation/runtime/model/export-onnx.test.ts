import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, expect, test } from 'vitest';
import { readEngineParts } from '../../node/engine-parts.ts';
import { attentionGraph } from '../../testing/graphs.ts';
import { SMALL_ARCHITECTURE, drawParameters, encodeArchitecture } from '../../testing/inputs.ts';
import { createEngine } from '../engine.ts';
import { ParametersDoNotFitError, exportOnnx } from './export-onnx.ts';

beforeAll(async () => {
  await createEngine(await readEngineParts());
});

test('the file runs in an ONNX runtime by itself', async () => {
  const file = exportOnnx({
    architecture: encodeArchitecture(SMALL_ARCHITECTURE),
    parameters: drawParameters(SMALL_ARCHITECTURE, { scale: 0 }),
  });
  const session = await ort.InferenceSession.create(file);
  expect(session.inputNames).toEqual(['x']);
  const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.of(1, 2, 3), [3, 1]) });
  expect(y?.dims).toEqual([3, 1]);
  expect([...((await y?.getData()) ?? [])]).toEqual([0, 0, 0]);
  await session.release();
});

test('a graph is written with the parameters given instead of its own', async () => {
  const architecture = { onnx: 'model.onnx' };
  const graph = attentionGraph();
  const file = exportOnnx({
    architecture: encodeArchitecture(architecture),
    graph,
    parameters: drawParameters(architecture, { graph, scale: 0 }),
  });
  const session = await ort.InferenceSession.create(file);
  const { logits } = await session.run({
    tokens: new ort.Tensor('int32', new Int32Array(5), [1, 5]),
    given: new ort.Tensor('float32', new Float32Array(3).fill(1), [1, 3]),
  });
  expect([...((await logits?.getData()) ?? [])]).toEqual([0, 0]);
  await session.release();
});

test('parameters of another network are refused with the reason', () => {
  const write = () =>
    exportOnnx({
      architecture: encodeArchitecture(SMALL_ARCHITECTURE),
      parameters: drawParameters({ ...SMALL_ARCHITECTURE, input: { shape: [2] } }),
    });
  expect(write).toThrow(ParametersDoNotFitError);
  expect(write).toThrow('Tensor `0.weight` has shape [8, 2], expected [8, 1].');
});
