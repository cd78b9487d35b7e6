import type { Address } from 'viem';
import { type Payment, payment, priceSums } from '#protocol/verdict/rules.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { IncompleteFactsError } from '../errors.ts';
import type { Market, ModelSubmission, ModelTask } from './market.ts';
import { isBaseline } from './baseline.ts';
import type { MoneyMoves } from './money.ts';

export type Settlement = {
  /** What the operators earn. */
  fee: bigint;
  /** What the optimizer is paid from the pool. */
  payment: bigint;
};

/** What a verdict does to its task, its submission and everybody’s money. */
export function settle(parameters: {
  market: Market;
  money: MoneyMoves;
  task: ModelTask;
  submission: ModelSubmission;
  verdict: Verdict;
  blockNumber: bigint;
}): Settlement {
  const { submission, verdict } = parameters;
  submission.verdict = verdict;
  submission.status = verdict.outcome;
  return isBaseline(submission) ? settleBaseline(parameters) : settleChallenger(parameters);
}

type Parameters = {
  market: Market;
  money: MoneyMoves;
  task: ModelTask;
  submission: ModelSubmission;
  verdict: Verdict;
  blockNumber: bigint;
};

function settleBaseline({ money, task, verdict, submission, blockNumber }: Parameters): Settlement {
  const { terms } = task;
  const fee = verdict.outcome === 'Unavailable' ? 0n : terms.operatorFee;
  task.pool -= fee;
  money.payOperators(task, submission.submissionId, fee);
  const gap = BigInt(terms.rounds) * terms.targetScore - verdict.championDecidingSum;
  if (verdict.outcome === 'Baseline' && gap > 0n) {
    task.status = 'Open';
    task.championSince = blockNumber;
    money.expectEvent(`opening of task ${task.taskId}`, verdict.championDecidingSum.toString());
  } else {
    voidTask({ money, task });
  }
  return { fee, payment: 0n };
}

/** A baseline that cannot be the start of anything: what is left goes back to the owner. */
export function voidTask({ money, task }: { money: MoneyMoves; task: ModelTask }): void {
  task.status = 'Void';
  money.expectEvent(`voiding of task ${task.taskId}`, 'voided');
  returnPool({ money, task });
}

export function returnPool({ money, task }: { money: MoneyMoves; task: ModelTask }): void {
  money.credit(
    task,
    task.owner,
    'PoolReturned',
    toSubmissionId({ taskId: task.taskId, index: 0 }),
    task.pool,
  );
  task.pool = 0n;
}

function settleChallenger({ market, money, task, submission, verdict, blockNumber }: Parameters): Settlement {
  const { submissionId, bond, optimizer } = submission;
  const { operatorFee } = task.terms;
  const treasury = requireTreasury(market);
  const fee = verdict.outcome === 'Unavailable' ? 0n : operatorFee;
  money.payOperators(task, submissionId, fee);
  let paid: Payment = { fee: 0n, payment: 0n };
  if (verdict.outcome === 'Improved') {
    const { numerator, denominator } = priceSums({
      terms: task.terms,
      championSum: verdict.championPricingSum,
      challengerSum: verdict.challengerPricingSum,
    });
    paid = payment({ pool: task.pool, operatorFee, numerator, denominator });
    task.pool -= paid.fee + paid.payment;
    money.credit(task, optimizer, 'BondReturned', submissionId, bond - operatorFee);
    money.credit(task, optimizer, 'FeeRefunded', submissionId, paid.fee);
    money.credit(task, optimizer, 'Payment', submissionId, paid.payment);
    money.expectChampion(task, submissionId);
    task.championId = submissionId;
    task.championSince = blockNumber;
    if (task.pool === 0n && task.status === 'Open') {
      task.status = 'Solved';
      money.expectEvent(`solving of task ${task.taskId}`, submissionId.toString());
    }
  } else {
    money.credit(task, treasury, 'BondForfeited', submissionId, bond - fee);
  }
  removeFromList({ task, submissionId, blockNumber });
  return { fee, payment: paid.payment };
}

/** Takes a submission out of its task’s list. */
export function removeFromList(parameters: {
  task: ModelTask;
  submissionId: bigint;
  blockNumber: bigint;
}): void {
  const { task, submissionId, blockNumber } = parameters;
  if (task.pending[0] === submissionId) task.headSince = blockNumber;
  task.pending = task.pending.filter((pending) => pending !== submissionId);
}

export function requireTreasury(market: Market): Address {
  if (market.treasury === undefined) throw new IncompleteFactsError({ missing: 'the treasury' });
  return market.treasury;
}
