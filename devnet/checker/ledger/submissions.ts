import { type Hex, decodeFunctionData, isAddressEqual, zeroHash } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { requiredBond } from '#protocol/verdict/bond.ts';
import { commitmentHash, verdictHash } from '#protocol/verdict/messages.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { fromAbiVerdict } from '#protocol/verdict/verdict.ts';
import type { Facts } from '../facts.ts';
import { isBaseline } from './baseline.ts';
import { type MarketplaceContext, type Named, requireSubmission, requireTask } from './context.ts';
import { expectSeed } from './seeds.ts';
import { removeFromList, requireTreasury, settle, voidTask } from './settlement.ts';
import { checkOrder, checkOutcome } from './verdict-rules.ts';

/** A commitment takes the bond that the pool asks for, and the next place in the list. */
export function commit(context: MarketplaceContext, event: Named<'SubmissionCommitted'>, timestamp: bigint) {
  const { facts, findings, market, money } = context;
  const { submissionId, taskId, optimizer, commitment, bond } = event.args;
  const task = requireTask(context, taskId);
  const subject = `submission ${submissionId}`;
  findings.expectEqual({
    rule: 'order',
    subject: `id of ${subject}`,
    expected: toSubmissionId({ taskId, index: task.submissionCount }),
    actual: submissionId,
  });
  findings.expectEqual({
    rule: 'status',
    subject: `task of ${subject} at its commit`,
    expected: 'Open',
    actual: task.status,
  });
  findings.expectThat(timestamp < BigInt(task.terms.deadline), {
    rule: 'status',
    subject: `time of the commit of ${subject}`,
    expected: `before ${task.terms.deadline}`,
    actual: timestamp.toString(),
  });
  findings.expectThat(task.pending.length < task.terms.maxPending, {
    rule: 'order',
    subject: `unsettled submissions of task ${taskId} before ${subject}`,
    expected: `fewer than ${task.terms.maxPending}`,
    actual: String(task.pending.length),
  });
  const { pool, terms } = task;
  const required = requiredBond({ pool, operatorFee: terms.operatorFee, bond: terms.bond, terms });
  findings.expectEqual({ rule: 'bond', subject: `bond of ${subject}`, expected: required, actual: bond });
  if (task.pending.length === 0) task.headSince = event.blockNumber;
  task.pending.push(submissionId);
  task.submissionCount += 1;
  market.submissions.set(submissionId, {
    submissionId,
    taskId,
    optimizer,
    status: 'Committed',
    commitment,
    parameters: { digest: zeroHash, codec: 0 },
    bond: required,
    commitBlock: event.blockNumber,
    revealBlock: 0n,
    seedBlock: 0n,
    championAtReveal: 0n,
    seed: undefined,
    verdict: undefined,
    verdictHash: undefined,
  });
  money.transfer(terms.token, optimizer, facts.contracts.modelSubmission, required);
}

/** A reveal must open the commitment, within its window; it fixes the seed block and the earliest champion. */
export function reveal(context: MarketplaceContext, event: Named<'SubmissionRevealed'>) {
  const { facts, findings } = context;
  const { submissionId, parameters, seedBlock, championAtReveal } = event.args;
  const { blockNumber } = event;
  const submission = requireSubmission(context, submissionId);
  const task = requireTask(context, submission.taskId);
  const subject = `submission ${submissionId}`;
  findings.expectEqual({
    rule: 'status',
    subject: `${subject} at its reveal`,
    expected: 'Committed',
    actual: submission.status,
  });
  const latest =
    submission.commitBlock +
    BigInt(task.definition.revealWindowBlocks) +
    context.market.pauses.pausedBlocks({
      flow: 'Reveal',
      since: submission.commitBlock,
      until: blockNumber,
    });
  findings.expectThat(blockNumber > submission.commitBlock && blockNumber <= latest, {
    rule: 'order',
    subject: `block of the reveal of ${subject}`,
    expected: `after ${submission.commitBlock} and not after ${latest}`,
    actual: blockNumber.toString(),
  });
  const salt = revealedSalt(facts, event.transactionHash);
  if (salt !== undefined) {
    const { chainId, contracts } = facts;
    findings.expectEqual({
      rule: 'commitment',
      subject: `commitment of ${subject}`,
      expected: commitmentHash({
        chainId,
        modelSubmission: contracts.modelSubmission,
        taskId: submission.taskId,
        optimizer: submission.optimizer,
        parameters,
        salt,
      }),
      actual: submission.commitment,
    });
  }
  submission.status = 'Revealed';
  submission.parameters = parameters;
  submission.revealBlock = blockNumber;
  submission.seedBlock = blockNumber + BigInt(task.definition.seedDelayBlocks);
  submission.championAtReveal = task.championId;
  findings.expectEqual({
    rule: 'seed',
    subject: `seed block of ${subject}`,
    expected: submission.seedBlock,
    actual: seedBlock,
  });
  findings.expectEqual({
    rule: 'champion',
    subject: `champion when ${subject} was revealed`,
    expected: task.championId,
    actual: championAtReveal,
  });
}

/** The salt that a reveal was sent with; `undefined` when another contract sent it. */
function revealedSalt({ transactions, contracts }: Facts, hash: Hex): Hex | undefined {
  const transaction = transactions.get(hash);
  if (!transaction?.to || !isAddressEqual(transaction.to, contracts.modelSubmission)) return undefined;
  const call = decodeFunctionData({ abi: modelSubmissionAbi, data: transaction.input });
  return call.functionName === 'revealSubmission' ? call.args[2] : undefined;
}

/** A verdict must follow from its own numbers, and be about the right champion at the right time. */
export function settleSubmission(context: MarketplaceContext, event: Named<'SubmissionSettled'>) {
  const { facts, findings, market, money } = context;
  const { submissionId, taskId } = event.args;
  const submission = requireSubmission(context, submissionId);
  const task = requireTask(context, taskId);
  const verdict = fromAbiVerdict(event.args.verdict);
  const subject = `submission ${submissionId}`;
  findings.expectEqual({
    rule: 'status',
    subject: `${subject} at its verdict`,
    expected: 'Revealed',
    actual: submission.status,
  });
  findings.expectEqual({
    rule: 'event',
    subject: `submission in the verdict on ${subject}`,
    expected: submissionId,
    actual: verdict.submissionId,
  });
  findings.expectEqual({
    rule: 'event',
    subject: `task of ${subject}`,
    expected: submission.taskId,
    actual: taskId,
  });
  expectSeed(context, submission, verdict.seed);
  checkOutcome(findings, { terms: task.terms, verdict });
  if (!isBaseline(submission)) checkOrder(findings, { market, task, submission, verdict });
  submission.verdictHash = verdictHash({
    chainId: facts.chainId,
    attestationCenter: facts.contracts.attestationCenter,
    taskDefinitionId: task.terms.taskDefinitionId,
    verdict,
  });
  findings.expectEqual({
    rule: 'event',
    subject: `hash of the verdict on ${subject}`,
    expected: submission.verdictHash,
    actual: event.args.verdictHash,
  });
  const settlement = settle({ market, money, task, submission, verdict, blockNumber: event.blockNumber });
  findings.expectEqual({
    rule: 'payment',
    subject: `payment of ${subject}`,
    expected: settlement.payment,
    actual: event.args.payment,
  });
  // A voided task’s pool is returned after the event was written.
  if (task.status !== 'Void') {
    findings.expectEqual({
      rule: 'pool',
      subject: `pool of task ${taskId} after ${subject}`,
      expected: task.pool,
      actual: event.args.pool,
    });
  }
}

/** What was not revealed in time forfeits its bond. */
export function forfeit(context: MarketplaceContext, { args, blockNumber }: Named<'SubmissionNotRevealed'>) {
  const { findings, market, money } = context;
  const submission = requireSubmission(context, args.submissionId);
  const task = requireTask(context, submission.taskId);
  const { submissionId, bond } = submission;
  const paused = market.pauses.pausedBlocks({
    flow: 'Reveal',
    since: submission.commitBlock,
    until: blockNumber,
  });
  const latest = submission.commitBlock + BigInt(task.definition.revealWindowBlocks) + paused;
  findings.expectEqual({
    rule: 'status',
    subject: `submission ${submissionId} when it was forfeited`,
    expected: 'Committed',
    actual: submission.status,
  });
  findings.expectThat(blockNumber > latest, {
    rule: 'order',
    subject: `block in which submission ${submissionId} was forfeited`,
    expected: `after ${latest}`,
    actual: blockNumber.toString(),
  });
  submission.status = 'NotRevealed';
  removeFromList({ task, submissionId, blockNumber });
  money.credit(task, requireTreasury(market), 'BondForfeited', submissionId, bond);
}

/** What was not judged in time gets its bond back. */
export function expire(context: MarketplaceContext, { args, blockNumber }: Named<'SubmissionExpired'>) {
  const { findings, money } = context;
  const submission = requireSubmission(context, args.submissionId);
  const task = requireTask(context, submission.taskId);
  const { submissionId, bond, optimizer, seedBlock } = submission;
  findings.expectEqual({
    rule: 'status',
    subject: `submission ${submissionId} when it expired`,
    expected: 'Revealed',
    actual: submission.status,
  });
  const waits = isBaseline(submission) ? [seedBlock] : [seedBlock, task.headSince, task.championSince];
  const since = waits.reduce((latest, block) => (block > latest ? block : latest));
  const paused = context.market.pauses.pausedBlocks({ flow: 'Verdict', since, until: blockNumber });
  const latest = since + BigInt(task.definition.verdictWindowBlocks) + paused;
  findings.expectThat(blockNumber > latest, {
    rule: 'order',
    subject: `block in which submission ${submissionId} expired`,
    expected: `after ${latest}`,
    actual: blockNumber.toString(),
  });
  submission.status = 'Expired';
  if (isBaseline(submission)) {
    voidTask({ money, task });
    return;
  }
  findings.expectEqual({
    rule: 'order',
    subject: `head of task ${task.taskId} when submission ${submissionId} expired`,
    expected: task.pending[0],
    actual: submissionId,
  });
  removeFromList({ task, submissionId, blockNumber });
  money.credit(task, optimizer, 'BondReturned', submissionId, bond);
}
