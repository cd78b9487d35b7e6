import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { initialise, train } from '../../examples/x-squared/train.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { checkCircuit } from '#devnet/checker/check-circuit.ts';
import { removePostgresFiles, stopLeftOverPostgres } from '#devnet/postgres.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import type { ReadClient } from '#sdk/client.ts';
import { getGateways } from '#sdk/content/get-gateways.ts';
import { getTask } from '#sdk/marketplace/get-task.ts';
import { waitForTaskStatus } from '#sdk/marketplace/wait-for-task-status.ts';
import { poll } from '#sdk/polling/poll.ts';
import { findKeepablePort } from './keepable-port.ts';
import { beginSubmission } from './optimizer.ts';
import { type StartProcess, type Victim, createStartProcess } from './start-process.ts';
import { type Step, countEvidence, countOpenJobs, waitForStep } from './steps.ts';

const OPERATORS = 4;
const TASK_ID = 1;
const PATIENCE_MS = 240_000;
const POLL_INTERVAL_MS = 100;
/** Each candidate is trained longer than the one before; the last one must not reach the target, which ends the task. */
const FIRST_TRAINING_STEPS = 8;
const TRAINING_GROWTH = 1.2;

/** Who is killed when a submission has just reached the step. */
type Kill = { step: Step; victim: Victim };

/** A marketplace that the tests of a file start, kill and start again. */
export type FaultScenario = {
  marketplace: StartProcess;
  /** Submits; kills when the step is reached; starts again if need be; expects a verdict. */
  suffer(kill: Kill): Promise<void>;
  /** Expects one verdict a submission, no job left, and the checker's consent to everything. */
  expectAgreement(): Promise<void>;
};

/**
 * @param parameters.killedAt The first starts are killed, with everything, when they say so.
 * @param parameters.parentFolder Where the marketplace's folder is made; the system's temporary one by default.
 */
export function useFaultScenario(
  parameters: { killedAt?: readonly string[]; parentFolder?: string | undefined } = {},
): () => FaultScenario {
  const { killedAt = [], parentFolder = tmpdir() } = parameters;
  let scenario: FaultScenario | undefined;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(parentFolder, 'zarathustra-faults-'));
    // While the chain is killed, its port must be nobody else's: another marketplace looks just like this one.
    const chainPort = await findKeepablePort();
    const marketplace = createStartProcess({ folder, operators: OPERATORS, chainPort });
    scenario = createScenario(marketplace);
    for (const stage of killedAt) {
      await marketplace.start(stage);
      await marketplace.kill('everything');
    }
    await marketplace.start();
    const [optimizer] = localAccounts().optimizers;
    if (!optimizer) throw new RangeError('there is no optimizer');
    const client = await marketplace.client(optimizer);
    await waitForFirstTask(client);
  });
  afterAll(async () => {
    await scenario?.marketplace.kill('everything');
    const postgres = path.join(folder, 'postgres');
    await stopLeftOverPostgres(postgres);
    await removePostgresFiles(postgres);
    await rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (!scenario) throw new Error('The scenario exists from beforeAll on: call this inside a test.');
    return scenario;
  };
}

async function waitForFirstTask(client: ReadClient): Promise<void> {
  await poll({
    awaited: 'The publication of the x² task',
    intervalMs: POLL_INTERVAL_MS,
    timeoutMs: PATIENCE_MS,
    read: () =>
      client.publicClient.readContract({
        address: client.deployment.contracts.modelSubmission,
        abi: modelSubmissionAbi,
        functionName: 'taskCount',
      }),
    until: (count) => count >= TASK_ID,
  });
  await waitForTaskStatus(client, { taskId: TASK_ID, intervalMs: POLL_INTERVAL_MS, timeoutMs: PATIENCE_MS });
}

function createScenario(marketplace: StartProcess): FaultScenario {
  const [optimizer] = localAccounts().optimizers;
  if (!optimizer) throw new RangeError('there is no optimizer');
  let candidates = 0;

  const suffer = async ({ step, victim }: Kill) => {
    const client = await marketplace.client(optimizer);
    const { submissionCount } = await getTask(client, { taskId: TASK_ID });
    const submissionId = toSubmissionId({ taskId: TASK_ID, index: submissionCount });
    const steps = Math.round(FIRST_TRAINING_STEPS * TRAINING_GROWTH ** candidates);
    candidates += 1;
    const candidate = train({ parameters: initialise(1), steps, seed: candidates });
    const databaseUrls = await marketplace.databaseUrls();
    const giveUp = AbortSignal.timeout(PATIENCE_MS);
    const { settled } = await beginSubmission({ client, taskId: TASK_ID, candidate, signal: giveUp });
    await Promise.race([
      waitForStep({ step, submissionId, client, databaseUrls }),
      settled.then(() => undefined),
    ]);
    await marketplace.kill(victim);
    if (victim === 'everything' || victim === 'the start command') await marketplace.start();
    const { status } = await settled.catch((cause: unknown) => {
      throw new Error(`No verdict came. The marketplace said:\n${marketplace.output()}`, { cause });
    });
    expect(['Improved', 'NotImproved']).toContain(status);
  };

  const expectAgreement = async () => {
    const client = await marketplace.client(optimizer);
    const { deployment, publicClient } = client;
    const { submissionCount } = await getTask(client, { taskId: TASK_ID });
    const settled = await publicClient.getContractEvents({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      eventName: 'SubmissionSettled',
      fromBlock: BigInt(deployment.startBlock),
      strict: true,
    });
    const expected = Array.from({ length: submissionCount }, (_, index) =>
      toSubmissionId({ taskId: TASK_ID, index }),
    );
    expect(settled.map(({ args }) => args.submissionId).sort()).toEqual(expected);
    await poll({
      awaited: 'The end of every job',
      intervalMs: POLL_INTERVAL_MS,
      timeoutMs: PATIENCE_MS,
      read: async () => countOpenJobs(await marketplace.databaseUrls()),
      until: (count) => count === 0,
    });
    const { findings, checked } = await checkCircuit({
      rpcUrl: marketplace.rpcUrl,
      deployment,
      gateways: await getGateways(client),
    });
    expect(findings.map(String)).toEqual([]);
    // All of them are honest, whatever happened to them.
    expect(await countEvidence(await marketplace.databaseUrls())).toBe(0);
    expect(checked.evaluations).toBe(submissionCount);
  };
  return { marketplace, suffer, expectAgreement };
}
