import { PublicKey, SecretKey, Signature, bls } from '@chainsafe/bls/blst-native';
import { PointFormat } from '@chainsafe/bls/types';
import { type Address, type Hex, bytesToHex, hexToBytes } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import { possessionHash } from '#protocol/verdict/messages.ts';
import { type G1Point, type G2Point, decodeG1, encodeG1, encodeG2 } from '#protocol/verdict/points.ts';

/** The BLS library is not the native one, or does not sign as the contracts verify. */
export class BlsBackendError extends BaseError {
  override name = 'BlsBackendError';
  constructor({ reason }: { reason: string }) {
    super(`The BLS library cannot be used: ${reason}.`, {
      metaMessages: [
        'Reinstall the dependencies on this machine: the native binding of @chainsafe/blst is needed.',
      ],
      docsPath: 'operators.md#requirements',
    });
  }
}

/** The secret is not a BLS12-381 secret key. */
export class InvalidBlsKeyError extends BaseError {
  override name = 'InvalidBlsKeyError';
  constructor() {
    super('The BLS secret key is not valid.', {
      metaMessages: ['It has 32 bytes as 0x-prefixed hex, is not 0 and less than the order of the group.'],
      docsPath: 'operators.md#keys',
    });
  }
}

/** An operator's BLS key: G1 public key, G2 signatures, suite `BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_`. */
export type BlsSigner = {
  publicKey: G1Point;
  /** Signs 32 bytes. @returns The compressed signature, 96 bytes. */
  sign(message: Hex): Hex;
};

/** A signature of secret key 1 over 32 times 0x07, known from another implementation of the suite. */
const KNOWN_SIGNATURE =
  '0x9612a38c6153eac236a65dad00c711f74fc26ed501024d7886ab26c38401bf3237d1e69b5f797f6167906ab78cf9911416df6aff81176fd783db8dd3ea83f26cc7d4341615b7026b48bd91c3fa8d2e2ded136a0e1fa326ee9872baeda044f480';
const KNOWN_SECRET_KEY: Hex = `0x${'1'.padStart(64, '0')}`;
const KNOWN_MESSAGE: Hex = `0x${'07'.repeat(32)}`;

/** Makes sure at start that signatures are made by blst and as the contracts expect. @throws {BlsBackendError} */
export function requireNativeBls(): void {
  if (bls.implementation !== 'blst-native') {
    throw new BlsBackendError({ reason: `it is "${bls.implementation}", not "blst-native"` });
  }
  if (createBlsSigner(KNOWN_SECRET_KEY).sign(KNOWN_MESSAGE) !== KNOWN_SIGNATURE) {
    throw new BlsBackendError({ reason: 'it signs differently than the contracts verify' });
  }
}

/** @throws {InvalidBlsKeyError} */
export function createBlsSigner(secretKey: Hex): BlsSigner {
  const key = parseSecretKey(secretKey);
  return {
    publicKey: encodeG1(key.toPublicKey().toBytes(PointFormat.uncompressed)),
    sign: (message) => bytesToHex(key.sign(hexToBytes(message, { size: 32 })).toBytes()),
  };
}

/** Whether a compressed signature is by the key over 32 bytes; `false` too when it is not a point of the group. */
export function verifyBls(parameters: { key: G1Point; message: Hex; signature: Hex }): boolean {
  const { key, message, signature } = parameters;
  return bls.verify(decodeG1(key), hexToBytes(message, { size: 32 }), hexToBytes(signature));
}

/** What AVS governance asks for to register a key. */
export type ProofOfPossession = { key: G1Point; proofOfPossession: G2Point };

/** Proves that an operator holds a key, for one registry on one chain. */
export function provePossession(parameters: {
  signer: BlsSigner;
  chainId: number;
  operatorRegistry: Address;
  operator: Address;
}): ProofOfPossession {
  const { signer, chainId, operatorRegistry, operator } = parameters;
  const key = signer.publicKey;
  const message = possessionHash({ chainId, operatorRegistry, operator, key });
  return { key, proofOfPossession: decompressSignature(signer.sign(message)) };
}

/** A compressed signature in the encoding of the precompiles. */
export function decompressSignature(signature: Hex): G2Point {
  const point = Signature.fromBytes(hexToBytes(signature), undefined, true);
  return encodeG2(point.toBytes(PointFormat.uncompressed));
}

/** One signature with the key that it should be by. */
export type KeyedSignature = { key: G1Point; signature: Hex };

/** The sum of the good signatures, and which were bad. */
export type AggregationResult = {
  /** `undefined`: none is good. */
  signature: G2Point | undefined;
  /** Indices of signatures that are not by their key over the message. */
  invalid: number[];
};

/**
 * Adds up signatures over one message. Verifies the sum first; only when it is wrong are the bad ones searched, by
 * halving.
 *
 * The keys must have proven possession: the verification is only sound for such.
 */
export function aggregateSignatures(parameters: {
  message: Hex;
  signatures: readonly KeyedSignature[];
}): AggregationResult {
  const message = hexToBytes(parameters.message, { size: 32 });
  const invalid: number[] = [];
  const parsed: ParsedSignature[] = [];
  parameters.signatures.forEach(({ key, signature }, index) => {
    const point = parseSignature(signature);
    if (point) parsed.push({ index, key: parseKey(key), signature: point });
    else invalid.push(index);
  });
  const bad = findInvalid(message, parsed);
  const good = parsed.filter(({ index }) => !bad.has(index));
  return {
    signature:
      good.length === 0
        ? undefined
        : encodeG2(
            Signature.aggregate(good.map(({ signature }) => signature)).toBytes(PointFormat.uncompressed),
          ),
    invalid: [...invalid, ...bad].sort((a, b) => a - b),
  };
}

type ParsedSignature = { index: number; key: PublicKey; signature: Signature };

function findInvalid(message: Uint8Array, candidates: readonly ParsedSignature[]): Set<number> {
  const [first] = candidates;
  if (!first) return new Set();
  const sum = Signature.aggregate(candidates.map(({ signature }) => signature));
  const keys = candidates.map(({ key }) => key);
  if (sum.verifyAggregate(keys, message)) return new Set();
  if (candidates.length === 1) return new Set([first.index]);
  const middle = Math.ceil(candidates.length / 2);
  return new Set([
    ...findInvalid(message, candidates.slice(0, middle)),
    ...findInvalid(message, candidates.slice(middle)),
  ]);
}

/** Hexadecimal digits of zeros before each coordinate in EIP-2537's encoding. */
const PADDING_DIGITS = 32;

/** The key of an operator in the set, which proved possession of it. Not `decodeG1`, since a thousand are parsed at once. */
function parseKey({ x_a, x_b, y_a, y_b }: G1Point): PublicKey {
  const x = (x_a.slice(2) + x_b.slice(2)).slice(PADDING_DIGITS);
  const y = (y_a.slice(2) + y_b.slice(2)).slice(PADDING_DIGITS);
  return PublicKey.fromBytes(Buffer.from(x + y, 'hex'), undefined, false);
}

/** `undefined`: the bytes are not a point of the group other than infinity. */
function parseSignature(signature: Hex): Signature | undefined {
  try {
    return Signature.fromBytes(Buffer.from(signature.slice(2), 'hex'), undefined, true);
  } catch {
    return undefined;
  }
}

function parseSecretKey(secretKey: Hex): SecretKey {
  try {
    return SecretKey.fromBytes(hexToBytes(secretKey, { size: 32 }));
  } catch {
    // The cause is not attached: its message may show the key.
    throw new InvalidBlsKeyError();
  }
}
