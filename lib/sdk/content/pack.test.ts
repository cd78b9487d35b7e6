import { describe, expect, test } from 'vitest';
import { decodeCar } from '#protocol/content/car.ts';
import { verifyDag } from '#protocol/content/dag.ts';
import { DAG_PB_CODEC, RAW_CODEC, toCid } from '#protocol/content/pointer.ts';
import { readContent } from '#protocol/content/read-content.ts';
import { computeFileCid } from '#protocol/content/unixfs.ts';
import type { Block } from '#protocol/content/block.ts';
import { TaskMetadataError } from '#protocol/task/bundle.ts';
import { blocksInMemory } from './blocks-in-memory.ts';
import { packBundle, packParameters } from './pack.ts';

const file = (path: string, text = path) => ({ path, content: new TextEncoder().encode(text) });
const files = [
  file('architecture.json', '{}'),
  file('parameters.safetensors'),
  file('evaluation.js'),
  file('task.json', '{"title":"x"}'),
];

async function unpack(packed: Awaited<ReturnType<typeof packParameters | typeof packBundle>>) {
  const blocks: Block[] = [];
  const { root, car, sizeBytes } = packed;
  for await (const block of verifyDag(decodeCar(car), { root, maxBytes: sizeBytes })) blocks.push(block);
  return blocksInMemory(root, blocks);
}

describe('packBundle', () => {
  test('default: the pointers are the files’ own CIDs', async () => {
    const { pointers } = await packBundle(files);
    for (const [name, path] of Object.entries({
      architecture: 'architecture.json',
      parameters: 'parameters.safetensors',
      evaluation: 'evaluation.js',
      metadata: 'task.json',
    } as const)) {
      const content = files.find((candidate) => candidate.path === path)?.content ?? new Uint8Array();
      const pointer = pointers[name as keyof typeof pointers];
      expect(toCid(pointer).toString()).toBe((await computeFileCid(content)).toString());
    }
  });

  test('behavior: everything that the pointers name is in the CAR, which has the announced size', async () => {
    const packed = await packBundle(files);
    const source = await unpack(packed);
    const root = toCid(packed.pointers.architecture);
    expect(await readContent(source, { root, maxBytes: 100 })).toEqual({
      kind: 'file',
      bytes: new TextEncoder().encode('{}'),
    });
  });

  test('behavior: data makes the evaluation a folder, a graph the architecture', async () => {
    const packed = await packBundle([...files, file('data/a/b.bin'), file('model.onnx')]);
    const source = await unpack(packed);
    const { evaluation, architecture } = packed.pointers;
    expect(evaluation.codec).toBe(DAG_PB_CODEC);
    const read = await readContent(source, { root: toCid(evaluation), maxBytes: 1_000 });
    expect(read.kind === 'folder' && read.files.map(({ path }) => path).sort()).toEqual([
      'data/a/b.bin',
      'evaluation.js',
    ]);
    const graph = await readContent(source, { root: toCid(architecture), maxBytes: 1_000 });
    expect(graph.kind === 'folder' && graph.files.map(({ path }) => path).sort()).toEqual([
      'architecture.json',
      'model.onnx',
    ]);
  });

  test('error: a wrong task.json is refused before anything is paid', async () => {
    const wrong = files.map((entry) => (entry.path === 'task.json' ? file('task.json', '[]') : entry));
    await expect(packBundle(wrong)).rejects.toThrow(TaskMetadataError);
  });
});

describe('packParameters', () => {
  test('default: a small file is one raw block', async () => {
    const packed = await packParameters(new Uint8Array([1, 2, 3]));
    expect(packed.pointer.codec).toBe(RAW_CODEC);
    expect(packed.sizeBytes).toBe(3);
    const source = await unpack(packed);
    expect(await readContent(source, { root: packed.root, maxBytes: 3 })).toEqual({
      kind: 'file',
      bytes: new Uint8Array([1, 2, 3]),
    });
  });

  test('behavior: a file of several mebibytes is a tree whose CAR holds all of it', async () => {
    const bytes = new Uint8Array(2 * 2 ** 20 + 5).fill(7);
    const packed = await packParameters(bytes);
    expect(packed.pointer.codec).toBe(DAG_PB_CODEC);
    const read = await readContent(await unpack(packed), { root: packed.root, maxBytes: bytes.length });
    expect(read.kind === 'file' && read.bytes.length).toBe(bytes.length);
  });
});
