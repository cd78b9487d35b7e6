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

/** Bytes of `abi.encode(Verdict)`. */
const VERDICT_BYTES = 320;

/**
 * An attestation as it is sent. Who wants a verdict signed that the receiver did not compute has to name it
 * (`abi.encode(Verdict)`): only then can the signature be verified, and it is kept as what it is, evidence of having
 * signed that. Honest operators never send it: a verdict is secret until it is mined.
 */
export type AttestationMessage = Attestation & { verdict?: Hex | undefined };

/** The JSON body of `POST /attestations`. Identifiers are decimal strings. */
export const attestationSchema = z.strictObject({
  submissionId: uint64Schema,
  seed: bytesSchema(32),
  championId: uint64Schema,
  operator: addressSchema,
  signature: bytesSchema(BLS_SIGNATURE_BYTES),
  verdict: bytesSchema(VERDICT_BYTES).optional(),
}) satisfies z.ZodType<AttestationMessage>;

/** The body as it goes over the wire. */
export function toAttestationBody(attestation: AttestationMessage): z.input<typeof attestationSchema> {
  return {
    ...attestation,
    submissionId: attestation.submissionId.toString(),
    championId: attestation.championId.toString(),
  };
}
