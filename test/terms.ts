import { type Hex, keccak256, parseEther, stringToHex } from 'viem';
import type { ContentPointer } from '#protocol/content/pointer.ts';
import { RAW_CODEC } from '#protocol/content/pointer.ts';
import type { Deployment } from '#protocol/deployment.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';

/** A pointer to content that nobody has. */
export function fakePointer(name: string): ContentPointer {
  const digest: Hex = keccak256(stringToHex(name));
  return { digest, codec: RAW_CODEC };
}

/** Sound terms for a local task: 100 tokens, target 1, four rounds of which three must be won. */
export function testTerms(deployment: Deployment, terms: Partial<TaskTerms> = {}): TaskTerms {
  return {
    architecture: fakePointer('architecture'),
    parameters: fakePointer('parameters'),
    evaluation: fakePointer('evaluation'),
    metadata: fakePointer('metadata'),
    storageAddresses: [],
    storageQuotaBytes: 1n << 20n,
    token: deployment.contracts.token,
    bounty: parseEther('100'),
    bond: parseEther('1'),
    operatorFee: parseEther('0.5'),
    targetScore: SCORE_ONE,
    minGapBps: 500,
    rounds: 4,
    requiredWins: 3,
    quorumBps: 6_667,
    maxPending: 8,
    // Local chains run on the wall clock, and tasks last at most two years.
    deadline: Math.floor(Date.now() / 1000) + 365 * 24 * 3_600,
    taskDefinitionId: deployment.taskDefinitionId,
    ...terms,
  };
}
