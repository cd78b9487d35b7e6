import type { Address, ContractFunctionReturnType, Hex } from 'viem';
import type { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import type { ContentPointer } from '#protocol/content/pointer.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { type Amounts, createAmounts } from './amounts.ts';
import { type Pauses, createPauses } from './pauses.ts';

export type TaskDefinition = ContractFunctionReturnType<
  typeof attestationCenterAbi,
  'view',
  'getTaskDefinition'
>;

/** A task as the rules make it, told only what people did. */
export type ModelTask = {
  taskId: number;
  owner: Address;
  terms: TaskTerms;
  definition: TaskDefinition;
  status: 'Created' | 'Open' | 'Solved' | 'Closed' | 'Void';
  pool: bigint;
  championId: bigint;
  championSince: bigint;
  headSince: bigint;
  /** Unsettled submissions in commit order. */
  pending: bigint[];
  submissionCount: number;
};

/** A submission as the rules make it. */
export type ModelSubmission = {
  submissionId: bigint;
  taskId: number;
  optimizer: Address;
  status:
    | 'Committed'
    | 'Revealed'
    | 'Baseline'
    | 'Improved'
    | 'NotImproved'
    | 'Invalid'
    | 'Unavailable'
    | 'NotRevealed'
    | 'Expired';
  commitment: Hex;
  /** Zero before the reveal. */
  parameters: ContentPointer;
  bond: bigint;
  commitBlock: bigint;
  revealBlock: bigint;
  seedBlock: bigint;
  championAtReveal: bigint;
  /** Recomputed from the seed block’s header. */
  seed: Hex | undefined;
  verdict: Verdict | undefined;
  verdictHash: Hex | undefined;
};

/** What a token’s tasks cost on top. */
export type TokenFees = { creationFee: bigint; storageFeePerMebibyte: bigint };

/** The whole marketplace as the rules make it. */
export type Market = {
  tasks: Map<number, ModelTask>;
  submissions: Map<bigint, ModelSubmission>;
  definitions: Map<number, TaskDefinition>;
  tokens: Map<Address, TokenFees>;
  treasury: Address | undefined;
  pauses: Pauses;
  credits: Amounts;
  /** By token. */
  operatorsBuckets: Map<Address, bigint>;
  /** Tokens that were moved, by token and account; from their `Transfer` logs. */
  balances: Amounts;
};

export function createMarket(): Market {
  return {
    tasks: new Map(),
    submissions: new Map(),
    definitions: new Map(),
    tokens: new Map(),
    treasury: undefined,
    pauses: createPauses(),
    credits: createAmounts(),
    operatorsBuckets: new Map(),
    balances: createAmounts(),
  };
}

/** Pools + bonds + credits + the operators’ bucket of a token. */
export function liabilitiesOf(market: Market, token: Address): bigint {
  let sum = market.operatorsBuckets.get(token) ?? 0n;
  for (const task of market.tasks.values()) if (task.terms.token === token) sum += task.pool;
  for (const submission of market.submissions.values()) {
    const isPending = submission.status === 'Committed' || submission.status === 'Revealed';
    if (isPending && market.tasks.get(submission.taskId)?.terms.token === token) sum += submission.bond;
  }
  for (const credit of market.credits.entries()) if (credit.token === token) sum += credit.amount;
  return sum;
}
