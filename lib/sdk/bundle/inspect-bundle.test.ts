import { describe, expect, test } from 'vitest';
import { ArchitectureError } from '#evaluation/runtime/architecture/error.ts';
import { readExampleBundle } from '#examples/read-files.ts';
import { EXAMPLE_NAMES } from '#examples/registry.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
import { TaskMetadataError } from '#protocol/task/bundle.ts';
import { createParameters } from './create-parameters.ts';
import { inspectBundle } from './inspect-bundle.ts';

const replace = (files: readonly BundleFile[], path: string, content: Uint8Array) =>
  files.map((file) => (file.path === path ? { path, content } : file));
const encode = (text: string) => new TextEncoder().encode(text);

describe('inspectBundle', () => {
  test('default: says what the network is, and that its parameters fit', async () => {
    const { model, parametersProblem, bundle } = inspectBundle(await readExampleBundle('x-squared'));
    expect(parametersProblem).toBeUndefined();
    expect(bundle.metadata.title).not.toBe('');
    // 1 → 32 → 32 → 1: weights and biases, one multiply–add for each weight.
    expect(model.parameterCount).toBe(32 + 32 + 32 * 32 + 32 + 32 + 1);
    expect(model.multiplyAdds).toBe(32 + 32 * 32 + 32);
    expect(model.steps.map(({ outputShape }) => outputShape)).toEqual([[32], [32], [32], [32], [1]]);
  });

  test.each(EXAMPLE_NAMES)('behavior: takes the example %s, and parameters created for it', async (name) => {
    const files = await readExampleBundle(name);
    const { bundle, parametersProblem } = inspectBundle(files);
    expect(parametersProblem).toBeUndefined();
    const created = createParameters(bundle);
    const inspected = inspectBundle(replace(files, 'parameters.safetensors', created));
    expect(inspected.parametersProblem).toBeUndefined();
  });

  test('behavior: says why parameters do not fit', async () => {
    const files = await readExampleBundle('x-squared');
    const other = inspectBundle(await readExampleBundle('two-moons')).bundle.parameters;
    expect(inspectBundle(replace(files, 'parameters.safetensors', other)).parametersProblem).toEqual({
      type: 'wrong-shape',
      tensor: '0.weight',
      shape: [16, 2],
      expectedShape: [32, 1],
    });
  });

  test('error: an architecture or a description that cannot be used', async () => {
    const files = await readExampleBundle('x-squared');
    const layers = encode('{"input":{"shape":[1]},"layers":[{"type":"linear"}]}');
    expect(() => inspectBundle(replace(files, 'architecture.json', layers))).toThrow(ArchitectureError);
    expect(() => inspectBundle(replace(files, 'architecture.json', layers))).toThrow('outFeatures');
    expect(() => inspectBundle(replace(files, 'task.json', encode('{}')))).toThrow(TaskMetadataError);
  });
});
