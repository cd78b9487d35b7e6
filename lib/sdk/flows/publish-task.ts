import { isAddressEqual } from 'viem';
import { parseCid } from '#protocol/content/pointer.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import type { WriteClient } from '../client.ts';
import { getGateways } from '../content/get-gateways.ts';
import { packBundle } from '../content/pack.ts';
import { type GatewayUpload, uploadContent } from '../content/upload-content.ts';
import {
  type Availability,
  getAvailability,
  moreThanTwoThirds,
  waitForAvailability,
} from '../content/wait-for-availability.ts';
import { createTask } from '../marketplace/create-task.ts';
import { getTaskCost } from '../marketplace/get-task-cost.ts';
import type { Task } from '../marketplace/get-task.ts';
import { waitForTaskStatus } from '../marketplace/wait-for-task-status.ts';
import type { PollingOptions } from '../polling/poll.ts';
import { type Payment, allow } from '../token/allow.ts';
import type { TransactionOptions, TransactionStage } from '../transaction/transact.ts';
import { DraftMismatchError } from './draft.ts';
import { findCreatedTask, followSent } from './find-created-task.ts';
import { DraftBundleError, type PublishedTerms, type TaskDraft, createTaskDraft } from './task-draft.ts';

/** What the flow is doing. */
export type PublishTaskProgress =
  | { name: 'uploading'; upload: GatewayUpload }
  | { name: 'spreading'; availability: Availability }
  /** By a transaction, or by a permit, which is only signed. */
  | { name: 'approving'; stage: TransactionStage }
  | { name: 'creating'; stage: TransactionStage }
  | { name: 'measuring'; task: Task };

type NewTask = {
  /** The bundle: architecture.json, parameters.safetensors, evaluation.js, task.json and optionally data/. */
  files: readonly BundleFile[];
  /** `storageQuotaBytes` is the bundle’s size unless given. */
  terms: PublishedTerms;
  draft?: undefined;
};

type DraftedTask = {
  /** From `createTaskDraft`, or what an earlier run kept last. */
  draft: TaskDraft;
  /** The same bundle; not needed any more once the operators hold it. */
  files?: readonly BundleFile[] | undefined;
};

type PublishingOptions = Omit<TransactionOptions, 'onStage'> &
  Pick<PollingOptions, 'intervalMs'> & {
    /** How the contracts are allowed to take the cost. @default 'approve' */
    payment?: Payment | undefined;
    /** The most that may be taken, in the token’s base units. @default what it costs when paying */
    maximumTotal?: bigint | undefined;
    /** Base URLs to upload to. @default the operators’ endpoints */
    gateways?: readonly string[] | undefined;
    /**
     * Keeps the draft after each step and each transaction sent, and before the first: when this resolves, nothing is
     * paid twice whatever happens.
     * @default nothing is kept
     */
    keep?: ((draft: TaskDraft) => void | Promise<void>) | undefined;
    onProgress?: ((progress: PublishTaskProgress) => void) | undefined;
    /** How long the operators may take to hold the bundle. @default 600_000 */
    availabilityTimeoutMs?: number | undefined;
    /** How long the operators may take to measure the baseline. @default never give up */
    baselineTimeoutMs?: number | undefined;
  };

export type PublishTaskParameters = PublishingOptions & (NewTask | DraftedTask);

export type PublishTaskReturnType = {
  taskId: number;
  terms: TaskTerms;
  /** Open, or void when the baseline cannot be the start of anything. */
  task: Task;
  draft: TaskDraft;
};

const DEFAULT_AVAILABILITY_TIMEOUT_MS = 600_000;

/**
 * The whole way of an owner: pack and upload the bundle, wait until the operators hold it, pay and create the task,
 * follow the measurement of its baseline. Called again with the draft that was kept last it goes on where it stopped:
 * what the operators hold is not sent again, and a task that was paid is not paid again.
 *
 * @throws {BundleFileMissingError}, {DraftMismatchError}, {DraftBundleError}, {UploadFailedError},
 * {ContractRevertedError}, {WaitTimeoutError}, and what transactions end in.
 *
 * @example
 * const { taskId, task } = await publishTask(client, { files, terms });
 *
 * @example
 * const draft = await createTaskDraft(client, { files, terms });
 * const { taskId } = await publishTask(client, { draft, files, payment: 'permit', keep: writeToDisk });
 */
export async function publishTask(
  client: WriteClient,
  parameters: PublishTaskParameters,
): Promise<PublishTaskReturnType> {
  const { keep, onProgress, signal, timeoutMs, intervalMs, baselineTimeoutMs } = parameters;
  let draft = parameters.draft ?? (await createTaskDraft(client, parameters));
  assertMatches(client, draft);
  const advance = async (change: Partial<TaskDraft>) => {
    draft = { ...draft, ...change };
    await keep?.(draft);
  };
  await advance({});
  let taskId = await findCreatedTask(client, { draft, timeoutMs });
  if (taskId === undefined) {
    await spread(client, { ...parameters, draft });
    await advance({ step: 'available' });
    taskId = await payAndCreate(client, { ...parameters, draft, advance });
  }
  if (draft.step !== 'measured') await advance({ step: 'created', taskId });
  const task = await waitForTaskStatus(client, {
    taskId,
    intervalMs,
    timeoutMs: baselineTimeoutMs,
    signal,
    onProgress: (current) => onProgress?.({ name: 'measuring', task: current }),
  });
  await advance({ step: 'measured' });
  return { taskId, terms: draft.terms, task, draft };
}

function assertMatches({ walletClient, deployment }: WriteClient, draft: TaskDraft): void {
  const { chainId, contracts } = deployment;
  if (draft.chainId !== chainId) {
    throw new DraftMismatchError({ field: 'chain', expected: draft.chainId, actual: chainId });
  }
  if (!isAddressEqual(draft.modelSubmission, contracts.modelSubmission)) {
    const actual = contracts.modelSubmission;
    throw new DraftMismatchError({ field: 'contract', expected: draft.modelSubmission, actual });
  }
  const { address } = walletClient.account;
  if (!isAddressEqual(draft.owner, address)) {
    throw new DraftMismatchError({ field: 'account', expected: draft.owner, actual: address });
  }
}

/** Uploads to the gateways that lack the bundle and waits until enough of them hold it. */
async function spread(client: WriteClient, parameters: PublishingOptions & DraftedTask): Promise<void> {
  const { draft, files, onProgress, signal, intervalMs } = parameters;
  const { availabilityTimeoutMs = DEFAULT_AVAILABILITY_TIMEOUT_MS } = parameters;
  const gateways = parameters.gateways ?? (await getGateways(client));
  const root = parseCid(draft.root);
  const { held, missing } = await getAvailability({ root, gateways, signal });
  if (held.length < moreThanTwoThirds(gateways.length)) {
    if (files === undefined) throw new DraftBundleError({ expected: draft.root });
    const packed = await packBundle(files);
    if (packed.root.toString() !== draft.root) {
      throw new DraftBundleError({ expected: draft.root, actual: packed.root.toString() });
    }
    await uploadContent(client, {
      gateways: missing,
      root,
      car: packed.car,
      sizeBytes: packed.sizeBytes,
      purpose: { kind: 'bundle' },
      onProgress: (upload) => onProgress?.({ name: 'uploading', upload }),
      signal,
    });
  }
  await waitForAvailability({
    root,
    gateways,
    intervalMs,
    timeoutMs: availabilityTimeoutMs,
    signal,
    onProgress: (availability) => onProgress?.({ name: 'spreading', availability }),
  });
}

async function payAndCreate(
  client: WriteClient,
  parameters: PublishingOptions & {
    draft: TaskDraft;
    advance: (change: Partial<TaskDraft>) => Promise<void>;
  },
): Promise<number> {
  const { draft, advance, onProgress, confirmations, timeoutMs, signal, payment = 'approve' } = parameters;
  const { terms } = draft;
  // An approval that an earlier run sent counts once it is mined.
  if (draft.sent?.action === 'approve') await followSent(client, { hash: draft.sent.hash, timeoutMs });
  const amount = parameters.maximumTotal ?? (await getTaskCost(client, { terms })).total;
  const kept: Promise<void>[] = [];
  const stagesOf = (name: 'approving' | 'creating') => (stage: TransactionStage) => {
    if (stage.name === 'sent') {
      const action = name === 'approving' ? 'approve' : 'create';
      const keeping = advance({ sent: { action, hash: stage.hash } });
      // It is awaited below, when the transaction has come to its end.
      keeping.catch(() => undefined);
      kept.push(keeping);
    }
    onProgress?.({ name, stage });
  };
  const options = { confirmations, timeoutMs, signal };
  const { permit } = await allow(client, {
    ...options,
    token: terms.token,
    amount,
    payment,
    onStage: stagesOf('approving'),
  });
  const { taskId } = await createTask(client, {
    ...options,
    terms,
    permit,
    maximumTotal: amount,
    onStage: stagesOf('creating'),
  });
  await Promise.all(kept);
  return taskId;
}
