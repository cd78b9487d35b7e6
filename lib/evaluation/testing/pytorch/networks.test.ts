import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readEngineParts } from '../../node/engine-parts.ts';
import { LAYER_TYPES } from '../../runtime/architecture/schema.ts';
import { type Engine, createEngine } from '../../runtime/engine.ts';
import { readModel } from '../../runtime/model/read-model.ts';
import { fitParameters } from '../../runtime/parameters/fit.ts';
import { encodeArchitecture } from '../inputs.ts';
import { runModel } from '../run-model.ts';
import { PYTHON, canProvidePyTorch, providePyTorch } from './provide.ts';

/** How far an element may be from PyTorch's, whose native kernels sum in another order. */
const TOLERANCE = 1e-5;

const tensorSchema = z.object({ name: z.string(), dims: z.array(z.number()), data: z.array(z.number()) });
const manifestSchema = z.array(
  z.object({
    name: z.string(),
    architecture: z.looseObject({ layers: z.array(z.looseObject({ type: z.string() })).optional() }),
    graph: z.boolean(),
    inputs: z.array(tensorSchema),
    outputs: z.array(tensorSchema),
  }),
);
type Network = z.infer<typeof manifestSchema>[number];

/** CI must compare; elsewhere a machine without PyTorch says so and goes on. */
const isPossible = canProvidePyTorch() || process.env['CI'] !== undefined;
if (!isPossible) {
  console.warn('Not compared with PyTorch: it is missing and only root may install it (python3-torch).');
}

describe.skipIf(!isPossible)('equality with PyTorch', () => {
  let engine: Engine;
  let folder: string;
  let networks: readonly Network[] = [];

  beforeAll(async () => {
    providePyTorch();
    folder = await mkdtemp(join(tmpdir(), 'zarathustra-pytorch-'));
    const script = fileURLToPath(new URL('./networks.py', import.meta.url));
    await promisify(execFile)(PYTHON, [script, folder]);
    networks = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    engine = await createEngine(await readEngineParts());
  }, 900_000);

  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test.each(LAYER_TYPES)('a network with the layer %s computes what PyTorch computes', async (type) => {
    const withLayer = networks.filter(({ architecture }) =>
      architecture.layers?.some((layer) => layer.type === type),
    );
    expect(withLayer.length).toBeGreaterThan(0);
    for (const network of withLayer) await compare(network);
  });

  test.each([
    'graph: GRU',
    'graph: GRU of two layers',
    'graph: LSTM of both directions',
    'graph: RNN',
    'graph: attention',
    'graph: convolutions',
    'graph: two inputs and two outputs',
    'parameters of float16',
    'parameters of bfloat16',
  ])('%s computes what PyTorch computes', async (name) => {
    const network = networks.find((candidate) => candidate.name === name);
    if (!network) throw new Error(`PyTorch wrote no network "${name}"`);
    await compare(network);
  });

  async function compare(network: Network): Promise<void> {
    const index = networks.indexOf(network);
    const plan = readModel({
      architecture: encodeArchitecture(network.architecture),
      graph: network.graph ? await readFile(join(folder, `${index}.onnx`)) : undefined,
    });
    const fit = fitParameters(plan, await readFile(join(folder, `${index}.safetensors`)));
    if (!fit.fits) throw new Error(`${network.name}: ${JSON.stringify(fit.reason)}`);
    const inputs = plan.inputs.map(({ name, type }) => {
      const { data = [] } = network.inputs.find((input) => input.name === name) ?? {};
      return type === 'int32' ? Int32Array.from(data) : Float32Array.from(data);
    });
    const batch = network.inputs[0]?.dims[0] ?? 0;
    const [outputs = []] = runModel(engine.onnxRuntime, {
      plan,
      parameters: fit.parameters,
      runs: [{ batch, inputs }],
    });
    expect(outputs.map(({ name, dims }) => ({ name, dims: [...dims] }))).toEqual(
      network.outputs.map(({ name, dims }) => ({ name, dims })),
    );
    outputs.forEach(({ data }, position) => {
      const expected = network.outputs[position]?.data ?? [];
      const differences = expected.map((value, at) => Math.abs(value - (data[at] ?? NaN)));
      expect(Math.max(...differences), `${network.name}: the largest difference`).toBeLessThan(TOLERANCE);
    });
  }
});
