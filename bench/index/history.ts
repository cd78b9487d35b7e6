import {
  type Hex,
  createWalletClient,
  encodeFunctionData,
  http,
  keccak256,
  maxUint256,
  parseEther,
  sha256,
  stringToHex,
} from 'viem';
import { BASELINE, IMPROVED, NOT_IMPROVED, createRehearsal } from '#devnet/deployment/rehearsal.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import { RAW_CODEC } from '#protocol/content/pointer.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { commitmentHash } from '#protocol/verdict/messages.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { type Batch, deployBatch } from './batch.ts';

/** What the history consists of. */
export type HistoryPlan = {
  /** Logs of the indexed contracts, exactly. */
  events: number;
  tasks: number;
  /** Of each task, its baseline left out; every second one is revealed, the others are forfeited. */
  submissionsPerTask: number;
  /** Of each task: the first improves, the others do not. */
  verdictsPerTask: number;
};

/** The chain of a marketplace that has been used for a while. */
export type History = {
  deployment: Deployment;
  /** Logs of the indexed contracts. */
  events: number;
  /** The newest block. */
  head: bigint;
};

/** Calls of one transaction, and so about as many events of one block. */
const CALLS_PER_TRANSACTION = 40;
/** Submissions that are committed to a task before the first of them are revealed. */
const COMMITS_PER_WAVE = 20;
const FAUCET = parseEther('100000');
const FAUCET_DRAWS = 24;
const SALT = keccak256(stringToHex('salt'));
/** More than the reveal window of the local parameters. */
const BLOCKS_UNTIL_FORFEIT = 601;
/** No indexer takes a block so far behind the head for one that may still be replaced. */
const BLOCKS_AT_THE_END = 64;
/** Mined within a request's time limit on a busy machine, too. */
const BLOCKS_PER_REQUEST = 50;
/** The logs of so many blocks are a few megabytes. */
const BLOCKS_PER_COUNT = 200n;
/** That it was not revealed, and where its bond went. */
const EVENTS_PER_FORFEIT = 2;
const OPERATORS = 4;

/**
 * Makes a history with the real contracts on a fresh anvil that mines a block a transaction: tasks are created and opened
 * by signed verdicts, submissions committed, revealed, judged or forfeited, and pools topped up until there are as many
 * events as planned.
 */
export async function makeHistory(parameters: {
  rpcUrl: string;
  plan: HistoryPlan;
  log: (line: string) => void;
}): Promise<History> {
  const { rpcUrl, plan, log } = parameters;
  const rehearsal = await createRehearsal({ rpcUrl, operatorCount: OPERATORS });
  const { deployment, publicClient, testClient, owner, optimizer, createTask, postVerdict } = rehearsal;
  const { contracts } = deployment;
  const batch = await deployBatch({
    publicClient,
    walletClient: createWalletClient({ account: optimizer, transport: http(rpcUrl) }),
  });
  await fund(batch, deployment);
  const run = async (calls: readonly Hex[]) => {
    for (let start = 0; start < calls.length; start += CALLS_PER_TRANSACTION) {
      await batch.run(contracts.modelSubmission, calls.slice(start, start + CALLS_PER_TRANSACTION));
    }
  };
  const mine = async (blocks: number) => {
    for (let left = blocks; left > 0; left -= BLOCKS_PER_REQUEST) {
      await testClient.mine({ blocks: Math.min(left, BLOCKS_PER_REQUEST) });
    }
  };
  const countLogs = async () => {
    const { modelSubmission, attestationCenter, operatorRegistry, avsGovernance } = contracts;
    const address = [modelSubmission, attestationCenter, operatorRegistry, avsGovernance];
    const newest = await publicClient.getBlockNumber();
    let count = 0;
    for (let fromBlock = BigInt(deployment.startBlock); fromBlock <= newest; fromBlock += BLOCKS_PER_COUNT) {
      const toBlock = fromBlock + BLOCKS_PER_COUNT - 1n;
      count += (await publicClient.getLogs({ address, fromBlock, toBlock })).length;
    }
    return count;
  };

  const taskIds: number[] = [];
  for (let index = 0; index < plan.tasks; index += 1) {
    const { taskId } = await createTask({ maxPending: plan.submissionsPerTask });
    await postVerdict({ submissionId: toSubmissionId({ taskId, index: 0 }), numbers: BASELINE });
    taskIds.push(taskId);
  }
  log(`${taskIds.length} tasks are open`);

  const submissionsOf = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, offset) => from + offset).flatMap((index) =>
      taskIds.map((taskId) => toSubmissionId({ taskId, index })),
    );
  const isRevealed = (submissionId: bigint) => submissionId % 2n === 1n;
  for (let first = 1; first <= plan.submissionsPerTask; first += COMMITS_PER_WAVE) {
    const wave = submissionsOf(first, Math.min(first + COMMITS_PER_WAVE - 1, plan.submissionsPerTask));
    await run(wave.map((submissionId) => commitCall(submissionId, batch, deployment)));
    await run(wave.filter(isRevealed).map(revealCall));
  }
  const lastCommitBlock = await publicClient.getBlockNumber();
  const committed = submissionsOf(1, plan.submissionsPerTask);
  log(
    `${committed.length} submissions are committed, ${committed.filter(isRevealed).length} of them revealed`,
  );

  const judged = submissionsOf(1, 2 * plan.verdictsPerTask - 1).filter(isRevealed);
  for (const submissionId of judged) {
    const isFirst = (submissionId & 0xff_ff_ff_ffn) === 1n;
    await postVerdict({ submissionId, numbers: isFirst ? IMPROVED : NOT_IMPROVED });
  }
  log(`${judged.length} of them are judged`);

  const unrevealed = committed.filter((submissionId) => !isRevealed(submissionId));
  const missing = plan.events - (await countLogs()) - EVENTS_PER_FORFEIT * unrevealed.length;
  if (missing < 0) throw new RangeError(`the history has ${-missing} events more than planned`);
  await run(Array.from({ length: missing }, (_, index) => topUpCall(taskIds[index % taskIds.length] ?? 1)));
  log(`pools are topped up ${missing} times`);

  const passed = Number((await publicClient.getBlockNumber()) - lastCommitBlock);
  await mine(BLOCKS_UNTIL_FORFEIT - passed);
  await run(unrevealed.map(forfeitCall));
  log(`${unrevealed.length} submissions are forfeited`);
  await mine(BLOCKS_AT_THE_END);
  const events = await countLogs();
  if (events !== plan.events) throw new Error(`The history has ${events} events instead of ${plan.events}.`);
  const head = await publicClient.getBlockNumber();
  log(`${events} events in ${head} blocks, of ${owner.address} and others`);
  return { deployment, events, head };
}

/** The batch contract itself commits and tops up. */
async function fund(batch: Batch, { contracts }: Deployment): Promise<void> {
  const draw = encodeFunctionData({ abi: testTokenAbi, functionName: 'faucet', args: [FAUCET] });
  const approve = encodeFunctionData({
    abi: testTokenAbi,
    functionName: 'approve',
    args: [contracts.modelSubmission, maxUint256],
  });
  await batch.run(contracts.token, [...Array.from({ length: FAUCET_DRAWS }, () => draw), approve]);
}

function parametersOf(submissionId: bigint) {
  return { digest: sha256(stringToHex(`parameters ${submissionId}`)), codec: RAW_CODEC };
}

function commitCall(submissionId: bigint, batch: Batch, { chainId, contracts }: Deployment): Hex {
  const taskId = Number(submissionId >> 32n);
  const commitment = commitmentHash({
    chainId,
    modelSubmission: contracts.modelSubmission,
    taskId,
    optimizer: batch.address,
    parameters: parametersOf(submissionId),
    salt: SALT,
  });
  return encodeFunctionData({
    abi: modelSubmissionAbi,
    functionName: 'commitSubmission',
    args: [taskId, commitment, FAUCET],
  });
}

function revealCall(submissionId: bigint): Hex {
  return encodeFunctionData({
    abi: modelSubmissionAbi,
    functionName: 'revealSubmission',
    args: [submissionId, parametersOf(submissionId), SALT],
  });
}

function forfeitCall(submissionId: bigint): Hex {
  return encodeFunctionData({
    abi: modelSubmissionAbi,
    functionName: 'forfeitUnrevealed',
    args: [submissionId],
  });
}

function topUpCall(taskId: number): Hex {
  return encodeFunctionData({ abi: modelSubmissionAbi, functionName: 'topUp', args: [taskId, 1n] });
}
