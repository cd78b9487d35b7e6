import { createWriter, headerLength } from '@ipld/car/buffer-writer';
import { readBlockHead, readHeader } from '@ipld/car/decoder';
import type { CID } from 'multiformats/cid';
import { varint } from 'multiformats';
import { type Block, MAX_BLOCK_BYTES } from './block.ts';
import { type ByteSource, toChunks } from './byte-source.ts';
import { MalformedCarError, TruncatedCarError } from './errors.ts';
import { BaseError } from '../errors/base.ts';

/** The media type of a CAR as this project writes it: depth first, no block twice. */
export const CAR_MEDIA_TYPE = 'application/vnd.ipld.car; version=1; order=dfs; dups=n';

/** The most bytes that a CAR's header may have: room for sixteen roots, where one is the rule. */
export const MAX_CAR_HEADER_BYTES = 1024;

/** Length, CID and framing of a section, generously: what a CAR adds to each block. */
const MAX_SECTION_PREFIX_BYTES = 128;

/** The bytes of a CAR (version 1) with the one root and the blocks in their order. */
export async function* encodeCar(
  root: CID,
  blocks: AsyncIterable<Block> | Iterable<Block>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  yield encodeHeader(root);
  for await (const block of blocks) yield encodeSection(block);
}

/** A whole CAR in memory, for content that is in memory anyway. */
export function packCar({ root, blocks }: { root: CID; blocks: readonly Block[] }): Uint8Array<ArrayBuffer> {
  const parts = [encodeHeader(root), ...blocks.map(encodeSection)];
  return concat(parts);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function encodeHeader(root: CID): Uint8Array<ArrayBuffer> {
  const roots = [root];
  return new Uint8Array(createWriter(new ArrayBuffer(headerLength({ roots })), { roots }).close());
}

function encodeSection({ cid, bytes }: Block): Uint8Array<ArrayBuffer> {
  const length = cid.bytes.length + bytes.length;
  const lengthBytes = varint.encodingLength(length);
  const section = new Uint8Array(lengthBytes + length);
  varint.encodeTo(length, section);
  section.set(cid.bytes, lengthBytes);
  section.set(bytes, lengthBytes + cid.bytes.length);
  return section;
}

/**
 * The blocks of a CAR (version 1), as they come. They are **not** verified: pass them through `verifyDag`. At
 * most one block is held in memory, whatever lengths the bytes announce. The roots that the header names are
 * ignored, as the specification of trustless gateways asks: one knows which root one wants.
 *
 * @throws {@link MalformedCarError}, {@link TruncatedCarError}; errors of the source pass unchanged.
 */
export async function* decodeCar(source: ByteSource): AsyncGenerator<Block, void, undefined> {
  const reader = createCarReader(source);
  try {
    await reader.decode(MAX_CAR_HEADER_BYTES, () => readHeader(reader, 1));
    while (!(await reader.atEnd())) {
      const { cid, blockLength } = await reader.decode(MAX_SECTION_PREFIX_BYTES, () => readBlockHead(reader));
      if (blockLength < 0) throw new MalformedCarError({ reason: 'a section is shorter than its CID' });
      const bytes = await reader.decode(MAX_BLOCK_BYTES, () => reader.exactly(blockLength, true));
      yield { cid, bytes };
    }
  } finally {
    await reader.close();
  }
}

/** What `@ipld/car` reads from, with an upper bound on what one read may ask for. */
function createCarReader(source: ByteSource) {
  const chunks = toChunks(source);
  let buffered: Uint8Array = new Uint8Array(0);
  let position = 0;
  let maxReadBytes = 0;
  let sourceError: { error: unknown } | undefined;

  /** Pulls chunks until `length` bytes are at hand or the source has ended. */
  async function fill(length: number): Promise<void> {
    const parts = [buffered];
    let available = buffered.length;
    while (available < length) {
      let next: IteratorResult<Uint8Array, void>;
      try {
        next = await chunks.next();
      } catch (error) {
        sourceError = { error };
        throw error;
      }
      if (next.done) break;
      parts.push(next.value);
      available += next.value.length;
    }
    // Blocks that were handed out are views of the old bytes, so these are never written to.
    if (parts.length > 1) buffered = concat(parts);
  }

  const reader = {
    get pos() {
      return position;
    },
    async upTo(length: number): Promise<Uint8Array> {
      await fill(length);
      return buffered.subarray(0, length);
    },
    async exactly(length: number, seek = false): Promise<Uint8Array> {
      if (length > maxReadBytes) {
        throw new MalformedCarError({
          reason: `it announces ${length} bytes where at most ${maxReadBytes} can be`,
        });
      }
      await fill(length);
      if (buffered.length < length) {
        throw new TruncatedCarError({ expectedBytes: length, receivedBytes: buffered.length });
      }
      const bytes = buffered.subarray(0, length);
      if (seek) reader.seek(length);
      return bytes;
    },
    seek(length: number): void {
      buffered = buffered.subarray(length);
      position += length;
    },
    async atEnd(): Promise<boolean> {
      await fill(1);
      return buffered.length === 0;
    },
    /** Runs a decoder of `@ipld/car`, whose errors have no types, under a bound for each read. */
    async decode<Value>(maxBytes: number, decoder: () => Promise<Value>): Promise<Value> {
      maxReadBytes = maxBytes;
      try {
        return await decoder();
      } catch (error) {
        if (error instanceof BaseError || sourceError?.error === error) throw error;
        throw new MalformedCarError({ reason: 'its framing cannot be decoded', cause: error });
      }
    },
    async close(): Promise<void> {
      await chunks.return();
    },
  };
  return reader;
}
