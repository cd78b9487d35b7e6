import {
  type Address,
  type Hex,
  decodeAbiParameters,
  encodeAbiParameters,
  parseAbiParameters,
  size,
} from 'viem';
import { z } from 'zod';
import { BaseError } from '../errors/base.ts';
import type { Claim } from '../verdict/messages.ts';
import { addressSchema, boundedBytesSchema, bytesSchema } from './primitives.ts';

/** Bytes of `abi.encode(uint64 submissionId, bytes32 seed, uint64 championId, uint32 attempt)`. */
export const CLAIM_DATA_BYTES = 128;
const CLAIM_DATA = parseAbiParameters('uint64 submissionId, bytes32 seed, uint64 championId, uint32 attempt');

/** A claim with who makes it, for what, and the signature that says so. */
export type SignedClaim = {
  claim: Claim;
  taskDefinitionId: number;
  performer: Address;
  /** 65-byte ECDSA signature of the claim's hash as an EIP-191 personal message. */
  signature: Hex;
  chainId: number;
};

/** The claim's `data` cannot be decoded. */
export class MalformedClaimDataError extends BaseError {
  override name = 'MalformedClaimDataError';
  constructor({ actualBytes, cause }: { actualBytes: number; cause?: unknown }) {
    super('The data of the claim is malformed.', {
      cause,
      metaMessages: [
        `It has ${actualBytes} bytes; abi.encode(uint64 submissionId, bytes32 seed, uint64 championId, uint32 attempt) has ${CLAIM_DATA_BYTES}, and each number fits its type.`,
      ],
    });
  }
}

/**
 * The positional parameters of the JSON-RPC method `sendTask`, as Othentic's tools send them:
 * `[proofOfTask, data, taskDefinitionId, performerAddress, signature, signatureType, targetChainId]`.
 */
export const sendTaskParametersSchema = z.tuple([
  bytesSchema(32),
  boundedBytesSchema(CLAIM_DATA_BYTES),
  z.number().int().min(0).max(0xffff),
  addressSchema,
  bytesSchema(65),
  z.literal('ecdsa'),
  z.number().int().positive(),
]);

export type SendTaskParameters = z.input<typeof sendTaskParametersSchema>;

/** The parameters as they go over the wire. */
export function toSendTaskParameters(signed: SignedClaim): SendTaskParameters {
  const { claim, taskDefinitionId, performer, signature, chainId } = signed;
  return [
    claim.proofOfTask,
    encodeClaimData(claim),
    taskDefinitionId,
    performer,
    signature,
    'ecdsa',
    chainId,
  ];
}

/** What a claim is about: all of it but its proof. */
export type ClaimData = Omit<Claim, 'proofOfTask'>;

export function encodeClaimData({ submissionId, seed, championId, attempt }: ClaimData): Hex {
  return encodeAbiParameters(CLAIM_DATA, [submissionId, seed, championId, attempt]);
}

/** The claim in parsed parameters. @throws {MalformedClaimDataError} */
export function fromSendTaskParameters(parameters: z.output<typeof sendTaskParametersSchema>): SignedClaim {
  const [proofOfTask, data, taskDefinitionId, performer, signature, , chainId] = parameters;
  return {
    claim: { ...decodeClaimData(data), proofOfTask },
    taskDefinitionId,
    performer,
    signature,
    chainId,
  };
}

/** @throws {MalformedClaimDataError} */
export function decodeClaimData(data: Hex): ClaimData {
  const actualBytes = size(data);
  if (actualBytes !== CLAIM_DATA_BYTES) throw new MalformedClaimDataError({ actualBytes });
  let claim: ClaimData;
  let encoded: Hex;
  try {
    const [submissionId, seed, championId, attempt] = decodeAbiParameters(CLAIM_DATA, data);
    claim = { submissionId, seed, championId, attempt };
    encoded = encodeClaimData(claim);
  } catch (cause) {
    throw new MalformedClaimDataError({ actualBytes, cause });
  }
  // The decoder takes numbers that are larger than their types; the contract does not.
  if (encoded !== data.toLowerCase()) throw new MalformedClaimDataError({ actualBytes });
  return claim;
}
