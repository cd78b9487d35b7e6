import { type Address, type Hex, encodeAbiParameters, keccak256, stringToHex } from 'viem';
import type { ContentPointer } from '../content/pointer.ts';
import { type G1Point, G1_ABI_PARAMETER } from './points.ts';
import { VERDICT_ABI_PARAMETER, type Verdict, toAbiVerdict } from './verdict.ts';

/** First field of what operators sign with BLS for a verdict. */
export const VERDICT_DOMAIN = keccak256(stringToHex('zarathustra.verdict.v1'));
/** First field of what a performer signs for its claim. */
export const CLAIM_DOMAIN = keccak256(stringToHex('zarathustra.claim.v1'));
/** First field of what proves possession of a BLS key. */
export const POSSESSION_DOMAIN = keccak256(stringToHex('zarathustra.possession.v1'));
/** The trace digest of every `Unavailable` verdict: there is nothing to trace. */
export const UNAVAILABLE_TRACE_DIGEST = keccak256(stringToHex('zarathustra.unavailable.v1'));

/** Where a message is valid. */
export type MessageScope = { chainId: number; attestationCenter: Address; taskDefinitionId: number };

/** The 32 bytes that operators sign with BLS. */
export function verdictHash({
  chainId,
  attestationCenter,
  taskDefinitionId,
  verdict,
}: MessageScope & { verdict: Verdict }): Hex {
  return keccak256(
    encodeAbiParameters(
      [
        { type: 'bytes32' },
        { type: 'uint256' },
        { type: 'address' },
        { type: 'uint16' },
        VERDICT_ABI_PARAMETER,
      ],
      [VERDICT_DOMAIN, BigInt(chainId), attestationCenter, taskDefinitionId, toAbiVerdict(verdict)],
    ),
  );
}

/**
 * What a performer publishes of the verdict it computed: a hash bound to the performer, from which nobody learns
 * the verdict and which nobody else can use.
 */
export function proofOfTask({ performer, verdictHash }: { performer: Address; verdictHash: Hex }): Hex {
  return keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [performer, verdictHash]));
}

/** A performer's public claim. */
export type Claim = {
  submissionId: bigint;
  seed: Hex;
  championId: bigint;
  attempt: number;
  proofOfTask: Hex;
};

/** The 32 bytes that a performer signs as an EIP-191 personal message. */
export function claimHash({
  chainId,
  attestationCenter,
  taskDefinitionId,
  claim,
}: MessageScope & { claim: Claim }): Hex {
  return keccak256(
    encodeAbiParameters(
      [
        { type: 'bytes32' },
        { type: 'uint256' },
        { type: 'address' },
        { type: 'uint16' },
        { type: 'uint64' },
        { type: 'bytes32' },
        { type: 'uint64' },
        { type: 'uint32' },
        { type: 'bytes32' },
      ],
      [
        CLAIM_DOMAIN,
        BigInt(chainId),
        attestationCenter,
        taskDefinitionId,
        claim.submissionId,
        claim.seed,
        claim.championId,
        claim.attempt,
        claim.proofOfTask,
      ],
    ),
  );
}

/** The 32 bytes whose BLS signature proves possession of a key, for one operator, registry and chain. */
export function possessionHash(parameters: {
  chainId: number;
  operatorRegistry: Address;
  operator: Address;
  key: G1Point;
}): Hex {
  const { chainId, operatorRegistry, operator, key } = parameters;
  return keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }, { type: 'address' }, G1_ABI_PARAMETER],
      [POSSESSION_DOMAIN, BigInt(chainId), operatorRegistry, operator, key],
    ),
  );
}

/** What an optimizer commits to before its parameters leave its machine. `salt`: 32 random bytes. */
export function commitmentHash(parameters: {
  chainId: number;
  modelSubmission: Address;
  taskId: number;
  optimizer: Address;
  parameters: ContentPointer;
  salt: Hex;
}): Hex {
  const { chainId, modelSubmission, taskId, optimizer, salt } = parameters;
  return keccak256(
    encodeAbiParameters(
      [
        { type: 'uint256' },
        { type: 'address' },
        { type: 'uint32' },
        { type: 'address' },
        {
          type: 'tuple',
          components: [
            { name: 'digest', type: 'bytes32' },
            { name: 'codec', type: 'uint8' },
          ],
        },
        { type: 'bytes32' },
      ],
      [BigInt(chainId), modelSubmission, taskId, optimizer, parameters.parameters, salt],
    ),
  );
}

/** A submission's seed, from the PREVRANDAO (`mixHash`) of its seed block. */
export function submissionSeed(parameters: {
  prevRandao: Hex;
  chainId: number;
  modelSubmission: Address;
  submissionId: bigint;
}): Hex {
  const { prevRandao, chainId, modelSubmission, submissionId } = parameters;
  return keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }, { type: 'uint64' }],
      [prevRandao, BigInt(chainId), modelSubmission, submissionId],
    ),
  );
}

/** The seed of round `round`: deciding rounds count from 0 to K − 1, pricing rounds from K to 2K − 1. */
export function roundSeed({ seed, round }: { seed: Hex; round: number }): Hex {
  return keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [seed, BigInt(round)]));
}

/** Where the elected performer of an attempt stands in the applied operator set of `operatorCount`. */
export function performerIndex(parameters: { seed: Hex; attempt: number; operatorCount: number }): number {
  const { seed, attempt, operatorCount } = parameters;
  const hash = keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint32' }], [seed, attempt]));
  return Number(BigInt(hash) % BigInt(operatorCount));
}
