import fc from 'fast-check';
import type { CID } from 'multiformats/cid';
import { beforeAll, describe, expect, test } from 'vitest';
import { BaseError } from '../errors/base.ts';
import { parseTaskMetadata, sortBundle } from '../task/bundle.ts';
import { toEvaluationContent } from '../task/evaluation-content.ts';
import { type Block, blockLinks, parseContentCid } from './block.ts';
import { decodeCar, packCar } from './car.ts';
import { verifyDag } from './dag.ts';
import { type ContentPointer, parseCid, toCid, toPointer } from './pointer.ts';
import { readContent } from './read-content.ts';
import { importDirectory, importFile } from './unixfs.ts';

/** Whatever bytes come: a value or an error that has a name, never anything else. */
async function endsTyped(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(BaseError);
  }
}

const MAX_BYTES = 1 << 16;
const SETTINGS = { seed: 784, numRuns: 400 };

class AbsentError extends BaseError {}

function sourceOf(blocks: readonly Block[]) {
  const held = new Map(blocks.map(({ cid, bytes }) => [cid.toString(), bytes]));
  return {
    async getBlock(cid: CID) {
      const bytes = held.get(cid.toString());
      if (bytes === undefined) throw new AbsentError('there is no such block');
      return bytes;
    },
  };
}

let valid: { root: CID; blocks: Block[]; car: Uint8Array };
beforeAll(async () => {
  const files = ['evaluation.js', 'data/a.bin', 'data/b/c.bin'].map((path, index) => ({
    path,
    content: new Uint8Array(50 * index).fill(index),
  }));
  const imported = await importDirectory(files);
  valid = { ...imported, car: packCar(imported) };
});

/** Bytes of which some were overwritten, and which were cut or prolonged. */
const mutated = (bytes: () => Uint8Array) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
      fc.option(fc.nat()),
      fc.uint8Array({ maxLength: 16 }),
    )
    .map(([changes, cut, more]) => {
      const original = bytes();
      const copy = Uint8Array.from(original);
      for (const [offset, byte] of changes) copy[offset % copy.length] = byte;
      const kept = cut === null ? copy : copy.subarray(0, cut % (copy.length + 1));
      return Uint8Array.from([...kept, ...more]);
    });

async function readCar(bytes: Uint8Array, root: CID): Promise<void> {
  const blocks: Block[] = [];
  for await (const block of verifyDag(decodeCar(bytes), { root, maxBytes: MAX_BYTES })) blocks.push(block);
  toEvaluationContent(await readContent(sourceOf(blocks), { root, maxBytes: MAX_BYTES }), root);
}

describe('hostile bytes end in a value or a typed error', () => {
  test('as a CAR: any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) =>
        endsTyped(() => readCar(bytes, valid.root)),
      ),
      SETTINGS,
    );
  });

  test('as a CAR: a valid one that was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        mutated(() => valid.car),
        (bytes) => endsTyped(() => readCar(bytes, valid.root)),
      ),
      SETTINGS,
    );
  });

  test('as a CAR that arrives in pieces: the same as whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < valid.car.length; at += size) pieces.push(valid.car.subarray(at, at + size));
        const blocks: string[] = [];
        for await (const { cid } of decodeCar(pieces)) blocks.push(cid.toString());
        expect(blocks).toEqual(valid.blocks.map(({ cid }) => cid.toString()));
      }),
      { ...SETTINGS, numRuns: 40 },
    );
  });

  test('as the blocks of a folder: valid ones that were changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        mutated(() => valid.blocks[0]?.bytes ?? new Uint8Array(1)),
        (index, bytes) =>
          endsTyped(async () => {
            const at = index % valid.blocks.length;
            // Not verified: what a reader does with bytes that hash to their CID must be as harmless.
            const blocks = valid.blocks.map((block, other) => (other === at ? { ...block, bytes } : block));
            for (const block of blocks) blockLinks(block);
            await readContent(sourceOf(blocks), { root: valid.root, maxBytes: MAX_BYTES });
          }),
      ),
      SETTINGS,
    );
  });

  test('as a dag-pb block: any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        endsTyped(async () => {
          blockLinks({ cid: valid.root, bytes });
          await readContent(sourceOf([{ cid: valid.root, bytes }]), {
            root: valid.root,
            maxBytes: MAX_BYTES,
          });
        }),
      ),
      SETTINGS,
    );
  });

  test('as a content identifier: any text, or a valid one that was changed', async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 80 }),
      mutated(() => new TextEncoder().encode(valid.root.toString())).map((bytes) =>
        new TextDecoder().decode(bytes),
      ),
    );
    await fc.assert(
      fc.asyncProperty(text, (cid) =>
        endsTyped(() => {
          parseContentCid(cid);
          toPointer(parseCid(cid));
        }),
      ),
      SETTINGS,
    );
  });

  test('as a pointer: a valid CID and back is the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
        const pointer: ContentPointer = toPointer((await importFile(bytes)).root);
        expect(toPointer(toCid(pointer))).toEqual(pointer);
      }),
      { ...SETTINGS, numRuns: 40 },
    );
  });

  test('as a bundle: files of any names, and any task.json', async () => {
    const path = fc.oneof(
      fc.constantFrom('architecture.json', 'parameters.safetensors', 'evaluation.js', 'task.json', 'data/x'),
      fc.string({ maxLength: 20 }),
    );
    const file = fc.record({ path, content: fc.uint8Array({ maxLength: 20 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 8 }), async (files) => {
        await endsTyped(() => sortBundle(files));
        await endsTyped(() => importDirectory(files));
        await endsTyped(() => toEvaluationContent({ kind: 'folder', files }, valid.root));
        for (const { content } of files) await endsTyped(() => parseTaskMetadata(content));
      }),
      SETTINGS,
    );
  });

  test('as task.json: any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), (text) =>
        endsTyped(() => parseTaskMetadata(new TextEncoder().encode(text))),
      ),
      SETTINGS,
    );
  });
});
