import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import { type Hex, hexToBytes, toHex } from 'viem';
import { BaseError } from '../errors/base.ts';

/** Multicodec of a block that is a file's bytes themselves. */
export const RAW_CODEC = 0x55;
/** Multicodec of a UnixFS node: a larger file or a folder. */
export const DAG_PB_CODEC = 0x70;
/** Multihash code of SHA-256, the only hash that contracts can name. */
export const SHA_256_CODE = 0x12;

/** The root of immutable content as contracts store it: a SHA-256 digest and the root block's codec. */
export type ContentPointer = {
  /** 32 bytes. */
  digest: Hex;
  /** `RAW_CODEC` or `DAG_PB_CODEC`. */
  codec: number;
};

/** The content identifier cannot be stored by the contracts. */
export class UnsupportedCidError extends BaseError {
  override name = 'UnsupportedCidError';
  constructor({ cid, reason, cause }: { cid: string; reason: string; cause?: unknown }) {
    super(`The content identifier "${cid}" is not supported: ${reason}.`, {
      cause,
      metaMessages: [
        'Use a CIDv1 with SHA-256 and the codec raw or dag-pb, as this project’s importer makes them.',
      ],
      docsPath: 'storage.md',
    });
  }
}

/** The CIDv1 of a pointer. */
export function toCid(pointer: ContentPointer): CID {
  const codec = requireCodec(pointer.codec, `${pointer.digest}#${pointer.codec}`);
  const bytes = hexToBytes(pointer.digest);
  if (bytes.length !== 32) {
    throw new UnsupportedCidError({
      cid: pointer.digest,
      reason: `the digest has ${bytes.length} bytes, not 32`,
    });
  }
  return CID.createV1(codec, Digest.create(SHA_256_CODE, bytes));
}

/**
 * The pointer of a CID.
 *
 * @throws {UnsupportedCidError} when it is not a CIDv1 with SHA-256 and the codec raw or dag-pb.
 */
export function toPointer(cid: CID | string): ContentPointer {
  const parsed = typeof cid === 'string' ? parseCid(cid) : cid;
  if (parsed.version !== 1) {
    throw new UnsupportedCidError({
      cid: parsed.toString(),
      reason: `its version is ${parsed.version}, not 1`,
    });
  }
  const { multihash } = parsed;
  if (multihash.code !== SHA_256_CODE || multihash.digest.length !== 32) {
    throw new UnsupportedCidError({ cid: parsed.toString(), reason: 'its hash is not SHA-256' });
  }
  return { digest: toHex(multihash.digest), codec: requireCodec(parsed.code, parsed.toString()) };
}

/** Parses the text of a CID. @throws {UnsupportedCidError} when it is none. */
export function parseCid(text: string): CID {
  try {
    return CID.parse(text);
  } catch (cause) {
    throw new UnsupportedCidError({ cid: text, reason: 'it cannot be parsed', cause });
  }
}

function requireCodec(codec: number, cid: string): number {
  if (codec !== RAW_CODEC && codec !== DAG_PB_CODEC) {
    throw new UnsupportedCidError({ cid, reason: `its codec is 0x${codec.toString(16)}` });
  }
  return codec;
}
