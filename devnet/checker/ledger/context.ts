import type { Address } from 'viem';
import type { ModelSubmissionEvent } from '../events.ts';
import type { Facts } from '../facts.ts';
import type { Findings } from '../finding.ts';
import { IncompleteFactsError } from '../errors.ts';
import type { Consequences } from './consequences.ts';
import type { Market, ModelSubmission, ModelTask } from './market.ts';
import type { MoneyMoves } from './money.ts';

/** An event of model submission by its name. */
export type Named<name extends ModelSubmissionEvent['eventName']> = Extract<
  ModelSubmissionEvent,
  { eventName: name }
>;

/** What applying events needs and changes. */
export type MarketplaceContext = {
  facts: Facts;
  findings: Findings;
  market: Market;
  money: MoneyMoves;
  consequences: Consequences;
  /** Told of every storage fee: it is shared by the operators of that moment. */
  onStorageFee: (token: Address, amount: bigint) => void;
};

/** @throws {IncompleteFactsError} */
export function requireTask({ market }: MarketplaceContext, taskId: number): ModelTask {
  const task = market.tasks.get(taskId);
  if (task === undefined) throw new IncompleteFactsError({ missing: `the creation of task ${taskId}` });
  return task;
}

/** @throws {IncompleteFactsError} */
export function requireSubmission({ market }: MarketplaceContext, submissionId: bigint): ModelSubmission {
  const submission = market.submissions.get(submissionId);
  if (submission === undefined) {
    throw new IncompleteFactsError({ missing: `the commit of submission ${submissionId}` });
  }
  return submission;
}
