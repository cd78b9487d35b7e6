import { type Hex, bytesToHex } from 'viem';

/** Frames larger than this enter the trace by their digest, so that the trace never holds a second copy of them. */
const INLINE_BYTES = 1 << 15;
/** Inline frames are folded into one digest whenever they exceed this; small, so that hashing begins early. */
const FOLD_BYTES = 1 << 16;

const FRAME = { bytes: 0, digest: 1, fold: 2 } as const;
/** One byte of kind and eight of length precede every frame. */
const FRAME_HEADER_BYTES = 9;
const DIGEST_BYTES = 32;

/** A block takes frames until it exceeds `FOLD_BYTES`, and a last frame beyond it. */
const BLOCK_BYTES = FOLD_BYTES + INLINE_BYTES + 2 * (FRAME_HEADER_BYTES + DIGEST_BYTES);

/** UTF-8 bytes that one UTF-16 unit takes at most. */
const MAX_BYTES_PER_UNIT = 3;

/** What may be on its way to a digest before the next round waits. */
const UNSETTLED_BYTES = 2 ** 24;

const encoder = new TextEncoder();

/** Collects byte strings into one SHA-256. */
export type TraceHash = {
  /**
   * Adds bytes, which may change afterwards.
   *
   * @param digestOf Where their SHA-256 comes from, should it be needed.
   */
  add(bytes: Uint8Array<ArrayBuffer>, digestOf?: typeof sha256): void;
  addText(text: string): void;
  /** Waits, when much is still being hashed, until it is done: what waits is held in memory. */
  settled(): Promise<void>;
  digest(): Promise<Uint8Array<ArrayBuffer>>;
};

/**
 * A SHA-256 over framed byte strings: every frame carries its kind and length, so that no two sequences of frames
 * share an encoding; large frames enter as their own SHA-256, and many small ones are folded. Which of the three
 * depends on lengths only. The platform's implementation copies what it is given and hashes in the background while the
 * next round computes.
 *
 * @param domain Separates this trace from all others: its first frame.
 */
export function createTraceHash(domain: string): TraceHash {
  let block = new Uint8Array(BLOCK_BYTES);
  let used = 0;
  let unsettledBytes = 0;
  /** Digests on their way into the block. */
  let awaited: Promise<void>[] = [];

  const writeHeader = (kind: number, length: number): void => {
    block[used] = kind;
    // Eight bytes, big-endian; the block is new where nothing was written, and no frame has 2 ** 32 bytes or more.
    block[used + 5] = length >>> 24;
    block[used + 6] = length >>> 16;
    block[used + 7] = length >>> 8;
    block[used + 8] = length;
    used += FRAME_HEADER_BYTES;
  };
  const push = (bytes: Uint8Array): void => {
    writeHeader(FRAME.bytes, bytes.length);
    block.set(bytes, used);
    used += bytes.length;
  };
  const pushDigest = (kind: number, digest: Promise<Uint8Array>, bytes: number): void => {
    writeHeader(kind, DIGEST_BYTES);
    const into = block.subarray(used, used + DIGEST_BYTES);
    unsettledBytes += bytes;
    awaited.push(
      digest.then((result) => {
        unsettledBytes -= bytes;
        into.set(result);
      }),
    );
    used += DIGEST_BYTES;
  };
  const close = (): Promise<Uint8Array<ArrayBuffer>> => {
    const frames = block.subarray(0, used);
    const digest = awaited.length === 0 ? sha256(frames) : Promise.all(awaited).then(() => sha256(frames));
    block = new Uint8Array(BLOCK_BYTES);
    used = 0;
    awaited = [];
    return digest;
  };
  const foldWhenFull = (): void => {
    if (used > FOLD_BYTES) pushDigest(FRAME.fold, close(), 0);
  };
  const trace: TraceHash = {
    add(bytes, digestOf = sha256) {
      if (bytes.length > INLINE_BYTES) pushDigest(FRAME.digest, digestOf(bytes), bytes.length);
      else push(bytes);
      foldWhenFull();
    },
    addText(text) {
      if (text.length * MAX_BYTES_PER_UNIT > INLINE_BYTES) return trace.add(encoder.encode(text));
      const { written } = encoder.encodeInto(text, block.subarray(used + FRAME_HEADER_BYTES));
      writeHeader(FRAME.bytes, written);
      used += written;
      foldWhenFull();
    },
    async settled() {
      if (unsettledBytes > UNSETTLED_BYTES) await Promise.all(awaited);
    },
    digest: close,
  };
  trace.addText(domain);
  return trace;
}

/** The platform's SHA-256. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<Hex> {
  return bytesToHex(await sha256(bytes));
}
