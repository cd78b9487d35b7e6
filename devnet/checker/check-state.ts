import { isAddressEqual } from 'viem';
import { SUBMISSION_STATUSES, TASK_STATUSES } from '#sdk/statuses.ts';
import type { Facts } from './facts.ts';
import type { Findings } from './finding.ts';
import { liabilitiesOf } from './ledger/market.ts';
import type { Replay } from './replay-logs.ts';

/** Compares what the contracts and tokens answer now with what the logs lead to. */
export function checkState({
  facts,
  findings,
  replay,
}: {
  facts: Facts;
  findings: Findings;
  replay: Replay;
}): void {
  checkAccounts(facts, findings, replay);
  checkLiabilities(facts, findings, replay);
  checkTasks(facts, findings, replay);
}

function checkAccounts({ state }: Facts, findings: Findings, { market, fees }: Replay): void {
  for (const { token, account, amount } of state.balances) {
    findings.expectEqual({
      rule: 'balance',
      subject: `balance of ${account} in ${token}`,
      expected: market.balances.get(token, account),
      actual: amount,
    });
  }
  for (const { token, account, amount } of state.credits) {
    findings.expectEqual({
      rule: 'credit',
      subject: `credit of ${account} in ${token}`,
      expected: market.credits.get(token, account),
      actual: amount,
    });
  }
  for (const { token, account, amount } of state.earnedFees) {
    findings.expectEqual({
      rule: 'fee',
      subject: `earned fees of ${account} in ${token}`,
      expected: fees.earned(token, account),
      actual: amount,
    });
  }
}

function checkLiabilities({ state, contracts }: Facts, findings: Findings, { market, fees }: Replay): void {
  for (const { token, amount } of state.liabilities) {
    const expected = liabilitiesOf(market, token);
    findings.expectEqual({
      rule: 'liabilities',
      subject: `liabilities in ${token}`,
      expected,
      actual: amount,
    });
    findings.expectEqual({
      rule: 'liabilities',
      subject: `balance of model submission in ${token}`,
      expected,
      actual:
        state.balances.find(
          (balance) => balance.token === token && isAddressEqual(balance.account, contracts.modelSubmission),
        )?.amount ?? 0n,
    });
  }
  for (const { token, amount } of state.operatorsBuckets) {
    const bucket = market.operatorsBuckets.get(token) ?? 0n;
    findings.expectEqual({
      rule: 'fee',
      subject: `operators’ bucket in ${token}`,
      expected: bucket,
      actual: amount,
    });
    const owed = fees.accounts(token).reduce((sum, account) => sum + fees.earned(token, account), 0n);
    findings.expectThat(owed <= bucket, {
      rule: 'fee',
      subject: `what operators earned in ${token}`,
      expected: `at most the bucket’s ${bucket}`,
      actual: owed.toString(),
    });
  }
}

function checkTasks({ state }: Facts, findings: Findings, { market }: Replay): void {
  for (const { taskId, status, pool, pending, championId } of state.tasks) {
    const task = market.tasks.get(taskId);
    const subject = `task ${taskId}`;
    findings.expectEqual({ rule: 'status', subject, expected: task?.status, actual: TASK_STATUSES[status] });
    findings.expectEqual({ rule: 'pool', subject: `pool of ${subject}`, expected: task?.pool, actual: pool });
    findings.expectEqual({
      rule: 'order',
      subject: `unsettled submissions of ${subject}`,
      expected: task?.pending.length,
      actual: pending,
    });
    findings.expectEqual({
      rule: 'champion',
      subject: `champion of ${subject}`,
      expected: task?.championId,
      actual: championId,
    });
  }
  findings.expectEqual({
    rule: 'event',
    subject: 'number of tasks',
    expected: market.tasks.size,
    actual: state.tasks.length,
  });
  for (const { submissionId, status, seed, verdictHash, bond } of state.submissions) {
    const submission = market.submissions.get(submissionId);
    const subject = `submission ${submissionId}`;
    findings.expectEqual({
      rule: 'status',
      subject,
      expected: submission?.status,
      actual: SUBMISSION_STATUSES[status],
    });
    findings.expectEqual({
      rule: 'bond',
      subject: `bond of ${subject}`,
      expected: submission?.bond,
      actual: bond,
    });
    if (submission?.verdictHash === undefined) continue;
    findings.expectEqual({
      rule: 'seed',
      subject: `seed of ${subject}`,
      expected: submission.seed,
      actual: seed,
    });
    findings.expectEqual({
      rule: 'event',
      subject: `verdict’s hash of ${subject}`,
      expected: submission.verdictHash,
      actual: verdictHash,
    });
  }
}
