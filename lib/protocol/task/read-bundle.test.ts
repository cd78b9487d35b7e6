import { describe, expect, test } from 'vitest';
import { BundleFileMissingError } from './bundle.ts';
import { readBundle } from './read-bundle.ts';

const file = (path: string, text = path) => ({ path, content: new TextEncoder().encode(text) });
const bytes = (text: string) => new TextEncoder().encode(text);
const FILES = [
  file('architecture.json'),
  file('parameters.safetensors'),
  file('evaluation.js'),
  file('task.json', '{"title":"A task"}'),
];

describe('readBundle', () => {
  test('default: gives each file its place', () => {
    expect(readBundle(FILES)).toEqual({
      architecture: bytes('architecture.json'),
      evaluation: bytes('evaluation.js'),
      data: [],
      parameters: bytes('parameters.safetensors'),
      metadata: { title: 'A task', description: '', tags: [], licence: '' },
    });
  });

  test('behavior: a graph, and data by their names below data/, sorted', () => {
    const bundle = readBundle([file('data/b'), file('data/a/c'), file('model.onnx'), ...FILES]);
    expect(bundle.graph).toEqual(bytes('model.onnx'));
    expect(bundle.data).toEqual([
      { name: 'a/c', bytes: bytes('data/a/c') },
      { name: 'b', bytes: bytes('data/b') },
    ]);
  });

  test('error: a file is missing', () => {
    expect(() => readBundle(FILES.slice(1))).toThrow(BundleFileMissingError);
  });
});
