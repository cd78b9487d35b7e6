import { parseEther } from 'viem';
import type { Deployment } from '#protocol/deployment.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import type { PublishedTerms } from '#sdk/flows/publish-task.ts';

const DAY_SECONDS = 86_400;
const TASK_DAYS = 7;

/** The terms of the x² task on a local chain: a bounty of 1000 tokens up to R² = 0.9999. */
export function xSquaredTerms(deployment: Deployment): PublishedTerms {
  return {
    token: deployment.contracts.token,
    bounty: parseEther('1000'),
    bond: parseEther('5'),
    operatorFee: parseEther('1'),
    targetScore: (SCORE_ONE * 9_999n) / 10_000n,
    minGapBps: 500,
    rounds: 16,
    requiredWins: 14,
    quorumBps: 6_667,
    maxPending: 16,
    deadline: Math.floor(Date.now() / 1000) + TASK_DAYS * DAY_SECONDS,
    taskDefinitionId: deployment.taskDefinitionId,
  };
}
