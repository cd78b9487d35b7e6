import { parseEther, zeroHash } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromSubmissionId, toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { useMarketplace } from '../../../test/marketplace.ts';
import { fakePointer, testTerms } from '../../../test/terms.ts';
import type { WriteClient } from '../client.ts';
import { isContractError } from '../errors/contract-reverted.ts';
import { claimFees } from '../operators/claim-fees.ts';
import { getTaskDefinition } from '../operators/get-task-definition.ts';
import { WaitTimeoutError } from '../polling/poll.ts';
import { approve } from '../token/approve.ts';
import { getBalance } from '../token/get-balance.ts';
import { signPermit } from '../token/sign-permit.ts';
import { WrongChainError } from '../transaction/errors.ts';
import type { TransactionStage } from '../transaction/transact.ts';
import { claim } from './claim.ts';
import { closeTask } from './close-task.ts';
import { commitSubmission } from './commit-submission.ts';
import { createTask } from './create-task.ts';
import { expireSubmission } from './expire-submission.ts';
import { forfeitUnrevealed } from './forfeit-unrevealed.ts';
import { getCredit } from './get-credit.ts';
import { getRequiredBond } from './get-required-bond.ts';
import { SubmissionNotFoundError, getSubmission } from './get-submission.ts';
import { getTaskCost } from './get-task-cost.ts';
import { getTaskTerms } from './get-task-terms.ts';
import { TaskNotFoundError, getTask } from './get-task.ts';
import { VerdictNotFoundError, getVerdict } from './get-verdict.ts';
import { revealSubmission } from './reveal-submission.ts';
import { topUp } from './top-up.ts';
import { waitForSubmission } from './wait-for-submission.ts';
import { waitForTaskStatus } from './wait-for-task-status.ts';

const marketplace = useMarketplace({ operatorCount: 4 });
const NOTHING_MEASURED = {
  wins: 0,
  championDecidingSum: 0n,
  challengerDecidingSum: 0n,
  championPricingSum: 0n,
  challengerPricingSum: 0n,
  traceDigest: zeroHash,
};

let owner: WriteClient;
let optimizer: WriteClient;
let modelSubmission: `0x${string}`;
beforeAll(() => {
  const { accounts, clientOf, deployment } = marketplace();
  owner = clientOf(accounts.owner);
  optimizer = clientOf(first(accounts.optimizers));
  modelSubmission = deployment.contracts.modelSubmission;
});

function first<Item>([item]: readonly Item[]): Item {
  if (item === undefined) throw new RangeError('nothing there');
  return item;
}

async function openTask(terms: Parameters<typeof testTerms>[1] = {}): Promise<number> {
  const all = testTerms(marketplace().deployment, terms);
  const { total } = await getTaskCost(owner, { terms: all });
  await approve(owner, { token: all.token, amount: total });
  const { taskId, baselineId } = await createTask(owner, { terms: all });
  await marketplace().settle({
    submissionId: baselineId,
    verdict: () => ({
      ...NOTHING_MEASURED,
      championId: baselineId,
      outcome: 'Baseline',
      championDecidingSum: SCORE_ONE,
    }),
  });
  return taskId;
}

async function commit(taskId: number, client = optimizer, name = 'better') {
  const amount = await getRequiredBond(client, { taskId });
  await approve(client, { token: client.deployment.contracts.token, amount });
  return commitSubmission(client, { taskId, parameters: fakePointer(name) });
}

async function reveal(taskId: number, client = optimizer, name = 'better') {
  const { submissionId, salt } = await commit(taskId, client, name);
  await revealSubmission(client, { submissionId, parameters: fakePointer(name), salt });
  return submissionId;
}

describe('createTask', () => {
  test('default: escrows exactly the cost, and the terms are read back from the log', async () => {
    const { deployment } = marketplace();
    const terms = testTerms(deployment);
    const { token } = terms;
    const account = owner.walletClient.account.address;
    const { total, bounty } = await getTaskCost(owner, { terms });
    await approve(owner, { token, amount: total });
    const before = await getBalance(owner, { token, account });
    const { taskId, baselineId, seedBlock, receipt } = await createTask(owner, { terms });
    const { seedDelayBlocks } = await getTaskDefinition(owner, { taskDefinitionId: terms.taskDefinitionId });

    expect(before - (await getBalance(owner, { token, account }))).toBe(total);
    expect(baselineId).toBe(toSubmissionId({ taskId, index: 0 }));
    expect(seedBlock).toBe(Number(receipt.blockNumber) + seedDelayBlocks);
    expect(await getTaskTerms(owner, { taskId })).toEqual(terms);
    const task = await getTask(owner, { taskId });
    expect(task).toMatchObject({ taskId, status: 'Created', pool: bounty, owner: account });
  });

  test('behavior: a permit saves the approval', async () => {
    const terms = testTerms(marketplace().deployment);
    const { total } = await getTaskCost(owner, { terms });
    const permit = await signPermit(owner, { token: terms.token, amount: total });
    const { taskId } = await createTask(owner, { terms, permit });
    expect((await getTask(owner, { taskId })).status).toBe('Created');
  });

  test('error: unsound terms are refused before anything is sent, with the term, its value and its bound', async () => {
    const terms = testTerms(marketplace().deployment, { minGapBps: 0 });
    const { total } = await getTaskCost(owner, { terms });
    await approve(owner, { token: terms.token, amount: total });
    const stages: TransactionStage['name'][] = [];
    await expect(createTask(owner, { terms, onStage: ({ name }) => stages.push(name) })).rejects.toThrow(
      'The task’s term "minGapBps" is 0, which is outside its bound 1.',
    );
    expect(stages).toEqual(['simulating']);
  });

  test('error: who has not approved is told so', async () => {
    const stranger = marketplace().clientOf(marketplace().accounts.governor);
    const terms = testTerms(marketplace().deployment);
    await expect(createTask(stranger, { terms })).rejects.toThrow('Approve the amount first.');
  });
});

describe('topUp', () => {
  test('default: anyone adds to the pool', async () => {
    const taskId = await openTask();
    const { pool } = await getTask(owner, { taskId });
    await approve(optimizer, { token: optimizer.deployment.contracts.token, amount: 5n });
    expect((await topUp(optimizer, { taskId, amount: 5n })).pool).toBe(pool + 5n);
  });

  test('behavior: with a permit', async () => {
    const taskId = await openTask();
    const { pool, token } = await getTask(owner, { taskId });
    const permit = await signPermit(optimizer, { token, amount: 7n });
    expect((await topUp(optimizer, { taskId, amount: 7n, permit })).pool).toBe(pool + 7n);
  });

  test('error: nothing is not an amount', async () => {
    const taskId = await openTask();
    const topped = topUp(optimizer, { taskId, amount: 0n });
    await expect(topped).rejects.toSatisfy((error) => isContractError(error, 'ZeroAmount'));
  });
});

describe('commitSubmission', () => {
  test('default: takes the required bond and a fresh salt', async () => {
    const taskId = await openTask();
    const required = await getRequiredBond(optimizer, { taskId });
    const one = await commit(taskId);
    const two = await commit(taskId);
    expect(one.bond).toBe(required);
    expect(fromSubmissionId(one.submissionId)).toEqual({ taskId, index: 1 });
    expect(one.salt).not.toBe(two.salt);
    expect(one.commitment).not.toBe(two.commitment);
    expect(await getSubmission(optimizer, { submissionId: one.submissionId })).toMatchObject({
      status: 'Committed',
      commitment: one.commitment,
      bond: required,
    });
  });

  test('behavior: with a permit', async () => {
    const taskId = await openTask();
    const amount = await getRequiredBond(optimizer, { taskId });
    const permit = await signPermit(optimizer, { token: optimizer.deployment.contracts.token, amount });
    const committed = await commitSubmission(optimizer, { taskId, parameters: fakePointer('p'), permit });
    expect(committed.bond).toBe(amount);
  });

  test('error: a bond above what was allowed', async () => {
    const taskId = await openTask();
    const committed = commitSubmission(optimizer, { taskId, parameters: fakePointer('p'), maximumBond: 1n });
    await expect(committed).rejects.toSatisfy((error) => isContractError(error, 'BondAboveMaximum'));
  });
});

describe('revealSubmission', () => {
  test('default: opens the commitment and gives the seed block', async () => {
    const taskId = await openTask();
    const { submissionId, salt } = await commit(taskId);
    const revealed = await revealSubmission(optimizer, {
      submissionId,
      parameters: fakePointer('better'),
      salt,
    });
    expect(revealed.championAtReveal).toBe(toSubmissionId({ taskId, index: 0 }));
    expect(await getSubmission(optimizer, { submissionId })).toMatchObject({
      status: 'Revealed',
      seedBlock: revealed.seedBlock,
      parameters: fakePointer('better'),
    });
  });

  test('error: other parameters do not open it', async () => {
    const taskId = await openTask();
    const { submissionId, salt } = await commit(taskId);
    const revealed = revealSubmission(optimizer, { submissionId, parameters: fakePointer('other'), salt });
    await expect(revealed).rejects.toThrow('do not open the commitment');
  });
});

describe('verdicts', () => {
  test('default: an improvement pays its share of the gap; credits and fees are claimed', async () => {
    const taskId = await openTask();
    const { pool, token, operatorFee } = await getTask(owner, { taskId });
    const submissionId = await reveal(taskId);
    const waiting = waitForSubmission(optimizer, { submissionId, intervalMs: 20 });
    await marketplace().settle({
      submissionId,
      verdict: () => ({
        championId: toSubmissionId({ taskId, index: 0 }),
        outcome: 'Improved',
        wins: 4,
        championDecidingSum: SCORE_ONE,
        challengerDecidingSum: 3n * SCORE_ONE,
        championPricingSum: SCORE_ONE,
        challengerPricingSum: 2n * SCORE_ONE,
        traceDigest: fakePointer('trace').digest,
      }),
    });
    expect((await waiting).status).toBe('Improved');
    const { verdict, payment } = await getVerdict(optimizer, { submissionId });
    expect(verdict).toMatchObject({ outcome: 'Improved', wins: 4, challengerPricingSum: 2n * SCORE_ONE });
    expect(payment).toBe((pool - operatorFee) / 3n);
    expect((await getTask(owner, { taskId })).championId).toBe(submissionId);

    const account = optimizer.walletClient.account.address;
    const credit = await getCredit(optimizer, { token, account });
    const before = await getBalance(optimizer, { token, account });
    expect((await claim(optimizer, { token })).amount).toBe(credit);
    expect((await getBalance(optimizer, { token, account })) - before).toBe(credit);
    await expect(claim(optimizer, { token })).rejects.toThrow('There is nothing of the token');

    const operator = marketplace().clientOf(first(marketplace().operators).account);
    const fees = await claimFees(operator, { token });
    expect(fees.amount).toBeGreaterThan(0n);
    expect(fees.receiver).toBe(operator.walletClient.account.address);
  });

  test('behavior: a worse submission has no payment', async () => {
    const taskId = await openTask();
    const submissionId = await reveal(taskId);
    await expect(getVerdict(optimizer, { submissionId })).rejects.toThrow(VerdictNotFoundError);
    await marketplace().settle({
      submissionId,
      verdict: () => ({
        ...NOTHING_MEASURED,
        championId: toSubmissionId({ taskId, index: 0 }),
        outcome: 'NotImproved',
        championDecidingSum: SCORE_ONE,
      }),
      nonSigners: 1,
      claimed: false,
    });
    expect((await getVerdict(optimizer, { submissionId })).payment).toBe(0n);
  });
});

describe('waiting', () => {
  test('default: a task is followed until its baseline is measured', async () => {
    const terms = testTerms(marketplace().deployment);
    const { total } = await getTaskCost(owner, { terms });
    await approve(owner, { token: terms.token, amount: total });
    const { taskId, baselineId } = await createTask(owner, { terms });
    const seen = new Set<string>();
    const waiting = waitForTaskStatus(owner, {
      taskId,
      intervalMs: 10,
      onProgress: ({ status }) => seen.add(status),
    });
    await expect.poll(() => seen.has('Created')).toBe(true);
    await marketplace().settle({
      submissionId: baselineId,
      verdict: () => ({ ...NOTHING_MEASURED, championId: baselineId, outcome: 'Invalid' }),
    });
    expect((await waiting).status).toBe('Void');
    expect([...seen]).toEqual(['Created', 'Void']);
  });

  test('error: gives up in time', async () => {
    const taskId = await openTask();
    const waiting = waitForTaskStatus(owner, { taskId, statuses: ['Closed'], intervalMs: 5, timeoutMs: 20 });
    await expect(waiting).rejects.toThrow(WaitTimeoutError);
  });
});

describe('ends', () => {
  test('forfeitUnrevealed: after the reveal window, by anyone', async () => {
    const { mine, deployment } = marketplace();
    const taskId = await openTask();
    const { submissionId } = await commit(taskId);
    await expect(forfeitUnrevealed(owner, { submissionId })).rejects.toSatisfy((error) =>
      isContractError(error, 'NotExpired'),
    );
    const { taskDefinitionId } = deployment;
    const { revealWindowBlocks } = await getTaskDefinition(owner, { taskDefinitionId });
    await mine(revealWindowBlocks);
    await forfeitUnrevealed(owner, { submissionId });
    expect((await getSubmission(owner, { submissionId })).status).toBe('NotRevealed');
  });

  test('expireSubmission: when the operators failed, and the bond goes back', async () => {
    const { mine, deployment, accounts, clientOf } = marketplace();
    const other = clientOf(first(accounts.optimizers.slice(1)));
    const { token } = deployment.contracts;
    const taskId = await openTask();
    const submissionId = await reveal(taskId, other);
    const { bond } = await getSubmission(other, { submissionId });
    const { verdictWindowBlocks, seedDelayBlocks } = await getTaskDefinition(owner, {
      taskDefinitionId: deployment.taskDefinitionId,
    });
    await mine(verdictWindowBlocks + seedDelayBlocks);
    await expireSubmission(owner, { submissionId });
    expect((await getSubmission(owner, { submissionId })).status).toBe('Expired');
    expect(await getCredit(other, { token, account: other.walletClient.account.address })).toBe(bond);
  });

  test('closeTask: only after the deadline; the pool goes back', async () => {
    const { testClient } = marketplace();
    const taskId = await openTask();
    await expect(closeTask(owner, { taskId })).rejects.toSatisfy((error) =>
      isContractError(error, 'NotClosable'),
    );
    const { pool, deadline } = await getTask(owner, { taskId });
    const snapshot = await testClient.snapshot();
    await testClient.setNextBlockTimestamp({ timestamp: BigInt(deadline) + 1n });
    await testClient.mine({ blocks: 1 });
    expect((await closeTask(owner, { taskId })).returned).toBe(pool);
    expect((await getTask(owner, { taskId })).status).toBe('Closed');
    await testClient.revert({ id: snapshot });
  });
});

describe('what is not there', () => {
  test('error: a task', async () => {
    await expect(getTask(owner, { taskId: 4_000_000 })).rejects.toThrow(TaskNotFoundError);
  });

  test('error: a submission', async () => {
    await expect(getSubmission(owner, { submissionId: 1n })).rejects.toThrow(SubmissionNotFoundError);
  });
});

describe('transact', () => {
  test('behavior: the stages are told in order', async () => {
    const stages: TransactionStage['name'][] = [];
    await approve(owner, {
      token: owner.deployment.contracts.token,
      amount: parseEther('123456'),
      onStage: ({ name }) => stages.push(name),
    });
    expect(stages).toEqual(['simulating', 'signing', 'sent', 'mined']);
  });

  test('behavior: an allowance that is enough sends nothing', async () => {
    const { token } = owner.deployment.contracts;
    await approve(owner, { token, amount: parseEther('123457') });
    expect((await approve(owner, { token, amount: 1n })).receipt).toBeUndefined();
  });

  test('error: a wallet on another chain', async () => {
    const client = { ...owner, deployment: { ...owner.deployment, chainId: 1 } };
    await expect(
      approve(client, { token: modelSubmission, spender: modelSubmission, amount: 1n }),
    ).rejects.toThrow();
    const { token } = owner.deployment.contracts;
    await expect(approve(client, { token, amount: parseEther('999999') })).rejects.toThrow(WrongChainError);
  });

  test('error: an account without gas money', async () => {
    const account = privateKeyToAccount(`0x${'42'.repeat(32)}`);
    const { token } = owner.deployment.contracts;
    await expect(approve(marketplace().clientOf(account), { token, amount: 1n })).rejects.toThrow(
      'cannot pay the gas',
    );
  });

  test('error: an aborted signal stops before anything is sent', async () => {
    const { token } = owner.deployment.contracts;
    const signal = AbortSignal.abort(new Error('changed my mind'));
    await expect(approve(owner, { token, amount: parseEther('9999999'), signal })).rejects.toThrow(
      'changed my mind',
    );
  });
});
