import { bls } from '@chainsafe/bls/blst-native';
import {
  type Hex,
  decodeFunctionData,
  hexToBytes,
  isAddressEqual,
  recoverMessageAddress,
  zeroAddress,
} from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { claimHash, performerIndex, proofOfTask } from '#protocol/verdict/messages.ts';
import { type G1Point, decodeG1, decodeG2 } from '#protocol/verdict/points.ts';
import { BASIS_POINTS } from '#protocol/verdict/scores.ts';
import { encodeVerdict } from '#protocol/verdict/verdict.ts';
import type { AttestationCenterEvent } from '../events.ts';
import type { Facts } from '../facts.ts';
import type { Findings } from '../finding.ts';
import type { ModelSubmission, ModelTask } from './market.ts';
import type { SetMember } from './operator-set.ts';
import type { Pauses } from './pauses.ts';

export type TaskSubmittedEvent = Extract<AttestationCenterEvent, { eventName: 'TaskSubmitted' }>;

export type CheckSubmittedTaskParameters = {
  facts: Facts;
  findings: Findings;
  event: TaskSubmittedEvent;
  task: ModelTask;
  /** With the verdict that the transaction settled it by. */
  submission: ModelSubmission;
  /** The applied set when the transaction was mined. */
  members: readonly SetMember[];
  pauses: Pauses;
  minimumPower: bigint;
};

/**
 * Checks what a verdict stands on: that more than the quorum of the voting power signed it, by verifying the
 * aggregate against the signers’ own keys (the contract subtracts the others’ from a running sum), and that the
 * performer was elected and claimed this very verdict.
 */
export async function checkSubmittedTask(parameters: CheckSubmittedTaskParameters): Promise<void> {
  const { facts, findings, event, submission } = parameters;
  const subject = `verdict on submission ${submission.submissionId}`;
  const transaction = facts.transactions.get(event.transactionHash);
  if (!transaction?.to || !isAddressEqual(transaction.to, facts.contracts.attestationCenter)) {
    findings.report({
      rule: 'signature',
      subject,
      expected: 'a transaction to the attestation center, whose calldata holds the signatures',
      actual: String(transaction?.to ?? 'nothing'),
    });
    return;
  }
  const call = decodeFunctionData({ abi: attestationCenterAbi, data: transaction.input });
  if (call.functionName !== 'submitTask') {
    findings.report({ rule: 'signature', subject, expected: 'submitTask', actual: call.functionName });
    return;
  }
  const [taskInfo, details] = call.args;
  const { verdict, verdictHash } = submission;
  if (verdict === undefined || verdictHash === undefined) {
    findings.report({
      rule: 'event',
      subject,
      expected: 'settled in the same transaction',
      actual: submission.status,
    });
    return;
  }
  findings.expectEqual({
    rule: 'event',
    subject: `posted ${subject}`,
    expected: encodeVerdict(verdict),
    actual: taskInfo.data,
  });
  findings.expectEqual({
    rule: 'event',
    subject: `hash of the posted ${subject}`,
    expected: verdictHash,
    actual: event.args.verdictHash,
  });
  findings.expectEqual({
    rule: 'event',
    subject: `aggregator of the ${subject}`,
    expected: transaction.from,
    actual: event.args.aggregator,
  });
  checkQuorum({ ...parameters, subject, verdictHash, details });
  await checkPerformer({ ...parameters, subject, verdictHash, taskInfo, details });
}

type SubmitTaskArguments = Extract<
  ReturnType<typeof decodeFunctionData<typeof attestationCenterAbi>>,
  { functionName: 'submitTask' }
>['args'];

function checkQuorum(
  parameters: CheckSubmittedTaskParameters & {
    subject: string;
    verdictHash: Hex;
    details: SubmitTaskArguments[1];
  },
): void {
  const { findings, event, task, members, minimumPower, subject, verdictHash, details } = parameters;
  const missing = new Set(details.nonSigners.map(keyText));
  const signers = members.filter(({ key }) => !missing.has(keyText(key)));
  const nonSigners = members.filter(({ key }) => missing.has(keyText(key)));
  const power = (list: readonly SetMember[]) => list.reduce((sum, member) => sum + member.power, 0n);
  const signedPower = power(signers);
  const totalPower = power(members);
  findings.expectEqual({
    rule: 'quorum',
    subject: `non-signers of the ${subject}`,
    expected: nonSigners.length,
    actual: details.nonSigners.length,
  });
  findings.expectEqual({
    rule: 'quorum',
    subject: `non-signers of the ${subject}`,
    expected: nonSigners
      .map(({ operator }) => operator.toLowerCase())
      .sort()
      .join(', '),
    actual: event.args.nonSigners
      .map((operator) => operator.toLowerCase())
      .sort()
      .join(', '),
  });
  findings.expectEqual({
    rule: 'quorum',
    subject: `signed power of the ${subject}`,
    expected: signedPower,
    actual: event.args.signedPower,
  });
  findings.expectEqual({
    rule: 'quorum',
    subject: `total power at the ${subject}`,
    expected: totalPower,
    actual: event.args.totalPower,
  });
  const { quorumBps } = task.terms;
  const isReached =
    signedPower * BASIS_POINTS > BigInt(quorumBps) * totalPower &&
    3n * signedPower > 2n * totalPower &&
    totalPower >= minimumPower;
  findings.expectThat(isReached, {
    rule: 'quorum',
    subject,
    expected: `more than ${quorumBps} basis points and two thirds of ${totalPower}, which is at least ${minimumPower}`,
    actual: signedPower.toString(),
  });
  const isSigned =
    signers.length > 0 &&
    bls.verifyAggregate(
      signers.map(({ key }) => decodeG1(key)),
      hexToBytes(verdictHash),
      decodeG2(details.taSignature),
    );
  findings.expectThat(isSigned, {
    rule: 'signature',
    subject,
    expected: `an aggregate signature of ${signers.length} operators`,
    actual: 'another one',
  });
}

async function checkPerformer(
  parameters: CheckSubmittedTaskParameters & {
    subject: string;
    verdictHash: Hex;
    taskInfo: SubmitTaskArguments[0];
    details: SubmitTaskArguments[1];
  },
): Promise<void> {
  const { facts, findings, event, task, submission, members, pauses } = parameters;
  const { subject, verdictHash, taskInfo, details } = parameters;
  const performer = taskInfo.taskPerformer;
  findings.expectEqual({
    rule: 'performer',
    subject: `performer of the ${subject}`,
    expected: performer,
    actual: event.args.taskPerformer,
  });
  findings.expectEqual({
    rule: 'performer',
    subject: `task definition of the ${subject}`,
    expected: task.terms.taskDefinitionId,
    actual: taskInfo.taskDefinitionId,
  });
  if (
    isAddressEqual(performer, zeroAddress) ||
    submission.seed === undefined ||
    submission.verdict === undefined
  )
    return;
  const { attempt } = details;
  const { seed, seedBlock } = submission;
  const { blockNumber } = event;
  const paused = pauses.pausedBlocks({ flow: 'Verdict', since: seedBlock, until: blockNumber });
  const reached = (blockNumber - seedBlock - paused) / BigInt(task.definition.responseWindowBlocks);
  findings.expectThat(BigInt(attempt) <= reached, {
    rule: 'performer',
    subject: `attempt of the ${subject}`,
    expected: `at most ${reached}`,
    actual: String(attempt),
  });
  const elected = members[performerIndex({ seed, attempt, operatorCount: members.length })];
  findings.expectEqual({
    rule: 'performer',
    subject: `performer elected for the ${subject}`,
    expected: elected?.operator,
    actual: performer,
  });
  const claimed = proofOfTask({ performer, verdictHash });
  findings.expectEqual({
    rule: 'performer',
    subject: `claim on the ${subject}`,
    expected: claimed,
    actual: taskInfo.proofOfTask,
  });
  const raw = claimHash({
    chainId: facts.chainId,
    attestationCenter: facts.contracts.attestationCenter,
    taskDefinitionId: taskInfo.taskDefinitionId,
    claim: {
      submissionId: submission.submissionId,
      seed,
      championId: submission.verdict.championId,
      attempt,
      proofOfTask: claimed,
    },
  });
  const signer = await recoverMessageAddress({ message: { raw }, signature: details.tpSignature });
  findings.expectEqual({
    rule: 'performer',
    subject: `signer of the claim on the ${subject}`,
    expected: performer,
    actual: signer,
  });
}

function keyText({ x_a, x_b, y_a, y_b }: G1Point): string {
  return [x_a, x_b, y_a, y_b].join('').toLowerCase();
}
