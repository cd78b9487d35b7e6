import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { addressSchema, bytesSchema, uint64Schema } from './primitives.ts';

/** Bytes of a compressed G2 point: a BLS signature on the wire. */
export const BLS_SIGNATURE_BYTES = 96;

/**
 * One operator's BLS signature under a verdict. The verdict is not in it, not even its hash: whoever could read that
 * might sign it without having computed anything. A receiver verifies the signature against the verdict that it
 * computed itself.
 */
export type Attestation = {
  submissionId: bigint;
  seed: Hex;
  championId: bigint;
  operator: Address;
  /** Compressed G2 point, 96 bytes. */
  signature: Hex;
};

/** The JSON body of `POST /attestations`. Identifiers are decimal strings. */
export const attestationSchema = z.strictObject({
  submissionId: uint64Schema,
  seed: bytesSchema(32),
  championId: uint64Schema,
  operator: addressSchema,
  signature: bytesSchema(BLS_SIGNATURE_BYTES),
}) satisfies z.ZodType<Attestation>;

/** The body as it goes over the wire. */
export function toAttestationBody(attestation: Attestation): z.input<typeof attestationSchema> {
  return {
    ...attestation,
    submissionId: attestation.submissionId.toString(),
    championId: attestation.championId.toString(),
  };
}
