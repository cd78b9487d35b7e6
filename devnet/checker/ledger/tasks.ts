import { isAddressEqual, zeroHash } from 'viem';
import { taskCost } from '#protocol/task/cost.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { type MarketplaceContext, type Named, requireTask } from './context.ts';
import type { ModelTask } from './market.ts';
import { requireTreasury, returnPool } from './settlement.ts';

/** A new task escrows its bounty and pays its fees; its baseline waits to be measured. */
export function createTask(
  { facts, findings, market, money, onStorageFee }: MarketplaceContext,
  event: Named<'TaskCreated'>,
) {
  const { taskId, owner, terms, baselineId, seedBlock } = event.args;
  const definition = market.definitions.get(terms.taskDefinitionId);
  const tokenTerms = market.tokens.get(terms.token);
  if (definition === undefined || tokenTerms === undefined) {
    findings.report({
      rule: 'event',
      subject: `definition and token of task ${taskId}`,
      expected: 'both known to the contracts',
      actual: `definition ${terms.taskDefinitionId}, token ${terms.token}`,
    });
    return;
  }
  const { blockNumber } = event;
  const expectedId = toSubmissionId({ taskId, index: 0 });
  const expectedSeedBlock = blockNumber + BigInt(definition.seedDelayBlocks);
  findings.expectEqual({
    rule: 'event',
    subject: `baseline of task ${taskId}`,
    expected: expectedId,
    actual: baselineId,
  });
  findings.expectEqual({
    rule: 'seed',
    subject: `seed block of the baseline of task ${taskId}`,
    expected: expectedSeedBlock,
    actual: seedBlock,
  });
  const task: ModelTask = {
    taskId,
    owner,
    terms,
    definition,
    status: 'Created',
    pool: terms.bounty,
    championId: baselineId,
    championSince: 0n,
    headSince: 0n,
    pending: [],
    submissionCount: 1,
  };
  market.tasks.set(taskId, task);
  market.submissions.set(baselineId, {
    submissionId: baselineId,
    taskId,
    optimizer: owner,
    status: 'Revealed',
    commitment: zeroHash,
    parameters: terms.parameters,
    bond: 0n,
    commitBlock: blockNumber,
    revealBlock: blockNumber,
    seedBlock: expectedSeedBlock,
    championAtReveal: baselineId,
    seed: undefined,
    verdict: undefined,
    verdictHash: undefined,
  });
  const { total, creationFee, storageFee } = taskCost({ terms, tokenTerms });
  money.credit(task, requireTreasury(market), 'CreationFee', baselineId, creationFee);
  money.payOperators(task, 0n, storageFee);
  if (storageFee !== 0n) onStorageFee(terms.token, storageFee);
  money.transfer(terms.token, owner, facts.contracts.modelSubmission, total);
}

/** The pool grows by what somebody adds. */
export function topUp(context: MarketplaceContext, { args }: Named<'ToppedUp'>): void {
  const { findings, money, facts } = context;
  const { taskId, from, amount, pool } = args;
  const task = requireTask(context, taskId);
  task.pool += amount;
  findings.expectEqual({
    rule: 'pool',
    subject: `pool of task ${taskId}`,
    expected: task.pool,
    actual: pool,
  });
  money.transfer(task.terms.token, from, facts.contracts.modelSubmission, amount);
}

/** The pool goes back once nothing is pending: to the owner, after a grace period by anyone. */
export function closeTask(
  context: MarketplaceContext,
  { args, transactionHash }: Named<'TaskClosed'>,
  timestamp: bigint,
) {
  const { findings, money, facts } = context;
  const { taskId, returned } = args;
  const task = requireTask(context, taskId);
  findings.expectEqual({
    rule: 'pool',
    subject: `pool of task ${taskId} at its end`,
    expected: task.pool,
    actual: returned,
  });
  findings.expectEqual({
    rule: 'order',
    subject: `unsettled submissions of task ${taskId} at its end`,
    expected: 0,
    actual: task.pending.length,
  });
  const sender = facts.transactions.get(transactionHash)?.from;
  const isOwner = sender !== undefined && isAddressEqual(sender, task.owner);
  const { deadline } = task.terms;
  const since = isOwner
    ? task.status === 'Solved'
      ? 0
      : deadline
    : deadline + task.definition.gracePeriodSeconds;
  findings.expectThat(timestamp >= BigInt(since), {
    rule: 'status',
    subject: `time at which task ${taskId} was closed`,
    expected: `${since} or later`,
    actual: timestamp.toString(),
  });
  task.status = 'Closed';
  returnPool({ money, task });
}
