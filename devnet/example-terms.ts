import { parseEther } from 'viem';
import { EXAMPLES, type ExampleName } from '#examples/registry.ts';
import type { Deployment } from '#protocol/deployment.ts';
import type { PublishedTerms } from '#sdk/flows/task-draft.ts';

const DAY_SECONDS = 86_400;
const TASK_DAYS = 7;

/** The terms of an example's task on a local chain: those that suit its judge, and a bounty of 1000 tokens. */
export function exampleTerms(name: ExampleName, deployment: Deployment): PublishedTerms {
  return {
    ...EXAMPLES[name].terms,
    token: deployment.contracts.token,
    bounty: parseEther('1000'),
    bond: parseEther('5'),
    operatorFee: parseEther('1'),
    quorumBps: 6_667,
    maxPending: 16,
    deadline: Math.floor(Date.now() / 1000) + TASK_DAYS * DAY_SECONDS,
    taskDefinitionId: deployment.taskDefinitionId,
  };
}
