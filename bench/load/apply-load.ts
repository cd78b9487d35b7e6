import { setTimeout as delay } from 'node:timers/promises';
import {
  type LocalAccount,
  createTestClient,
  http,
  keccak256,
  maxUint128,
  parseEther,
  stringToHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import type { LocalStack } from '#devnet/stack.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { createSubmissionDraft } from '#sdk/flows/draft.ts';
import { publishTask } from '#sdk/flows/publish-task.ts';
import { submitParameters } from '#sdk/flows/submit-parameters.ts';
import { approve } from '#sdk/token/approve.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { type NodeTicks, readNodeTicks, spentBetween } from './cpu-time.ts';
import { type Progress, describeProgress, readProgress } from './progress.ts';
import type { TaskKind } from './task-kinds.ts';

/** What came of a load. */
export type LoadResult = {
  /** From the first commitment to the last verdict. */
  seconds: number;
  /** Of each submission: from its seed block to its verdict. */
  verdictBlocks: number[];
  /** CPU time of the operators in that time. */
  ticks: NodeTicks;
};

export type Load = {
  kind: TaskKind;
  tasks: number;
  /** Of all tasks together. */
  submissions: number;
};

const FUNDS = parseEther('10000');
const GAS_FUNDS = parseEther('100');
/** How often the flows look: a person's page is no busier. */
const POLLING_INTERVAL_MS = 500;
const PROGRESS_INTERVAL_MS = 2_000;
const TOLD_EVERY_MS = 10_000;

type OpenTask = { taskId: number; optimizer: LocalAccount; submissions: number };

/**
 * Publishes tasks, and submits to all of them at once: one optimizer a task, who goes on to the next submission when the one
 * before is revealed, and does not wait for its verdict. Waits until all are settled.
 *
 * @throws When a submission ends without a verdict, or an operator ends.
 */
export async function applyLoad(
  stack: LocalStack,
  { kind, tasks, submissions }: Load,
  log: (line: string) => void,
): Promise<LoadResult> {
  const open = await Promise.all(
    Array.from({ length: tasks }, (_, index) =>
      openTask(stack, { kind, index, submissions: share({ index, tasks, submissions }) }),
    ),
  );
  log(`${kind.name}: ${tasks} ${tasks === 1 ? 'task is' : 'tasks are'} open`);
  const fromBlock = await stack.publicClient.getBlockNumber();
  const pids = stack.operators.map(({ pid }) => pid);
  const before = await readNodeTicks(pids);
  const startedMs = performance.now();
  const submitting = Promise.all(open.map((task) => submitAll(stack, kind, task)));
  const progress = await Promise.race([
    stack.failed,
    followUntilSettled(stack, { kind, open, fromBlock, submitting, log }),
  ]);
  const seconds = (performance.now() - startedMs) / 1_000;
  await submitting;
  return {
    seconds,
    verdictBlocks: progress.verdictBlocks,
    ticks: spentBetween(before, await readNodeTicks(pids)),
  };
}

/** The first tasks take what cannot be divided. */
function share({ index, tasks, submissions }: { index: number; tasks: number; submissions: number }): number {
  return Math.floor(submissions / tasks) + (index < submissions % tasks ? 1 : 0);
}

async function openTask(
  stack: LocalStack,
  { kind, index, submissions }: { kind: TaskKind; index: number; submissions: number },
): Promise<OpenTask> {
  const [owner, optimizer] = await Promise.all([
    fundedAccount(stack, `${kind.name} owner ${index}`),
    fundedAccount(stack, `${kind.name} optimizer ${index}`),
  ]);
  const { token } = stack.deployment.contracts;
  // Once for all submissions, as whoever submits often does.
  await approve(stack.clientOf(optimizer), { token, amount: maxUint128 });
  const { taskId } = await publishTask(stack.clientOf(owner), {
    files: await kind.readBundle(),
    terms: kind.terms(stack.deployment),
    intervalMs: POLLING_INTERVAL_MS,
  });
  return { taskId, optimizer, submissions };
}

/** An account of its own, so that no flow waits for another one's transactions. */
async function fundedAccount(stack: LocalStack, name: string): Promise<LocalAccount> {
  const account = privateKeyToAccount(keccak256(stringToHex(name)));
  const testClient = createTestClient({ mode: 'anvil', chain: foundry, transport: http(stack.rpcUrl) });
  await testClient.setBalance({ address: account.address, value: GAS_FUNDS });
  await requestTokens(stack.clientOf(account), { token: stack.deployment.contracts.token, amount: FUNDS });
  return account;
}

async function submitAll(stack: LocalStack, kind: TaskKind, task: OpenTask): Promise<void> {
  const { taskId, optimizer, submissions } = task;
  const client = stack.clientOf(optimizer);
  for (let index = 0; index < submissions; index += 1) {
    const parameters = kind.parameters(taskId * submissions + index);
    const draft = await createSubmissionDraft(client, { taskId, parameters });
    await submitParameters(client, { draft, parameters, intervalMs: POLLING_INTERVAL_MS });
  }
}

async function followUntilSettled(
  stack: LocalStack,
  parameters: {
    kind: TaskKind;
    open: readonly OpenTask[];
    fromBlock: bigint;
    submitting: Promise<unknown>;
    log: (line: string) => void;
  },
): Promise<Progress> {
  const { kind, open, fromBlock, submitting, log } = parameters;
  const { publicClient, deployment } = stack;
  const expected = open.reduce((sum, { submissions }) => sum + submissions, 0);
  const taskIds = new Set(open.map(({ taskId }) => taskId));
  // Whoever cannot submit ends the measurement at once.
  const failed = new Promise<never>((_, reject) => void submitting.catch(reject));
  let toldMs = performance.now();
  for (;;) {
    const events = await publicClient.getContractEvents({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      fromBlock,
      strict: true,
    });
    const progress = readProgress(events, taskIds);
    const isDone = progress.verdictBlocks.length === expected;
    if (isDone || performance.now() - toldMs > TOLD_EVERY_MS) {
      toldMs = performance.now();
      log(`${kind.name}: ${describeProgress(progress, expected)}`);
    }
    if (isDone) return progress;
    await Promise.race([failed, delay(PROGRESS_INTERVAL_MS)]);
  }
}
