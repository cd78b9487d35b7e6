import { keccak256, numberToHex, stringToHex } from 'viem';
import { describe, expect, test } from 'vitest';
import { decodeG1, decodeG2 } from '#protocol/verdict/points.ts';
import {
  InvalidBlsKeyError,
  aggregateSignatures,
  createBlsSigner,
  provePossession,
  requireNativeBls,
  verifyBls,
} from './bls.ts';

const message = keccak256(stringToHex('verdict'));
const signers = Array.from({ length: 10 }, (_, index) =>
  createBlsSigner(numberToHex(index + 7, { size: 32 })),
);
const signatures = signers.map((signer) => ({ key: signer.publicKey, signature: signer.sign(message) }));

describe('requireNativeBls', () => {
  test('default: the installed library is blst and signs with the proof-of-possession suite', () => {
    expect(() => requireNativeBls()).not.toThrow();
  });
});

describe('createBlsSigner', () => {
  test('default: a signature verifies under its key and no other, over its message and no other', () => {
    const [first, second] = signatures;
    if (!first || !second) throw new Error('no signatures');
    expect(verifyBls({ ...first, message })).toBe(true);
    expect(verifyBls({ key: second.key, signature: first.signature, message })).toBe(false);
    expect(verifyBls({ ...first, message: keccak256(message) })).toBe(false);
  });

  test('behavior: bytes that are no point are an invalid signature, not an exception', () => {
    const [first] = signatures;
    if (!first) throw new Error('no signatures');
    expect(verifyBls({ key: first.key, message, signature: `0x${'ff'.repeat(96)}` })).toBe(false);
    expect(verifyBls({ key: first.key, message, signature: `0xc0${'00'.repeat(95)}` })).toBe(false);
  });

  test('error: the message about a bad key does not show the key', () => {
    const zero = `0x${'00'.repeat(32)}` as const;
    expect(() => createBlsSigner(zero)).toThrow(InvalidBlsKeyError);
    try {
      createBlsSigner(`0x${'ff'.repeat(32)}`);
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain('ffff');
    }
  });
});

describe('provePossession', () => {
  test('default: encodes key and signature for the precompiles', () => {
    const [signer] = signers;
    if (!signer) throw new Error('no signer');
    const address = '0x00000000000000000000000000000000000000aa';
    const proof = provePossession({ signer, chainId: 31337, operatorRegistry: address, operator: address });
    expect(decodeG1(proof.key)).toHaveLength(96);
    expect(decodeG2(proof.proofOfPossession)).toHaveLength(192);
  });
});

describe('aggregateSignatures', () => {
  test('default: good signatures add up', () => {
    const result = aggregateSignatures({ message, signatures });
    expect(result.invalid).toEqual([]);
    expect(result.signature).toBeDefined();
  });

  test('behavior: bad signatures are named and left out of the sum', () => {
    const [third] = signatures.slice(3);
    if (!third) throw new Error('no signatures');
    const spoiled = signatures.map((entry, index) => {
      if (index === 2) return { ...entry, signature: third.signature };
      if (index === 7) return { ...entry, signature: `0x${'ab'.repeat(96)}` as const };
      return entry;
    });
    const good = signatures.filter((_, index) => index !== 2 && index !== 7);
    const result = aggregateSignatures({ message, signatures: spoiled });
    expect(result.invalid).toEqual([2, 7]);
    expect(result.signature).toEqual(aggregateSignatures({ message, signatures: good }).signature);
  });

  test('behavior: without a good signature there is no sum', () => {
    expect(aggregateSignatures({ message, signatures: [] })).toEqual({ signature: undefined, invalid: [] });
  });
});
