import type { Address } from 'viem';
import type { Consequences } from './consequences.ts';
import type { Market, ModelTask } from './market.ts';

/** The Solidity enum `CreditReason`, by index. */
export const CREDIT_REASONS = [
  'BondReturned',
  'FeeRefunded',
  'Payment',
  'BondForfeited',
  'PoolReturned',
  'CreationFee',
] as const;
export type CreditReason = (typeof CREDIT_REASONS)[number];

/** How money moves in the model; each move is also something that the chain must show. */
export type MoneyMoves = {
  credit(task: ModelTask, account: Address, reason: CreditReason, submissionId: bigint, amount: bigint): void;
  payOperators(task: ModelTask, submissionId: bigint, amount: bigint): void;
  transfer(token: Address, from: Address, to: Address, amount: bigint): void;
  expectChampion(task: ModelTask, championId: bigint): void;
  expectEvent(subject: string, value: string): void;
};

export function createMoneyMoves({
  market,
  consequences,
}: {
  market: Market;
  consequences: Consequences;
}): MoneyMoves {
  return {
    credit({ terms }, account, reason, submissionId, amount) {
      if (amount === 0n) return;
      market.credits.add(terms.token, account, amount);
      consequences.expect({
        rule: reason === 'Payment' ? 'payment' : 'credit',
        subject: creditSubject(reason, account, submissionId),
        value: amount.toString(),
      });
    },
    payOperators({ terms }, submissionId, amount) {
      if (amount === 0n) return;
      market.operatorsBuckets.set(terms.token, (market.operatorsBuckets.get(terms.token) ?? 0n) + amount);
      consequences.expect({
        rule: 'fee',
        subject: operatorsSubject(submissionId),
        value: amount.toString(),
      });
    },
    transfer(token, from, to, amount) {
      if (amount === 0n) return;
      consequences.expect({
        rule: 'transfer',
        subject: transferSubject(token, from, to),
        value: amount.toString(),
      });
    },
    expectChampion(task, championId) {
      consequences.expect({
        rule: 'champion',
        subject: championSubject(task.taskId),
        value: `${task.championId} to ${championId}`,
      });
    },
    expectEvent(subject, value) {
      consequences.expect({ rule: 'event', subject, value });
    },
  };
}

export const creditSubject = (reason: string, account: Address, submissionId: bigint) =>
  `${reason} credit to ${account} for submission ${submissionId}`;
export const operatorsSubject = (submissionId: bigint) =>
  submissionId === 0n
    ? 'storage fee to the operators'
    : `fee to the operators for submission ${submissionId}`;
export const transferSubject = (token: Address, from: Address, to: Address) =>
  `transfer of ${token} from ${from} to ${to}`;
export const championSubject = (taskId: number) => `champion of task ${taskId}`;
