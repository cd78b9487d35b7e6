import type { BundleFile } from '#protocol/task/bundle.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import type { WriteClient } from '../client.ts';
import { getGateways } from '../content/get-gateways.ts';
import { packBundle } from '../content/pack.ts';
import { type GatewayUpload, uploadContent } from '../content/upload-content.ts';
import { type Availability, waitForAvailability } from '../content/wait-for-availability.ts';
import { createTask } from '../marketplace/create-task.ts';
import { getTaskCost } from '../marketplace/get-task-cost.ts';
import type { Task } from '../marketplace/get-task.ts';
import { waitForTaskStatus } from '../marketplace/wait-for-task-status.ts';
import type { PollingOptions } from '../polling/poll.ts';
import { approve } from '../token/approve.ts';
import type { TransactionOptions, TransactionStage } from '../transaction/transact.ts';

/** What the flow is doing. */
export type PublishTaskProgress =
  | { name: 'uploading'; upload: GatewayUpload }
  | { name: 'spreading'; availability: Availability }
  | { name: 'approving'; stage: TransactionStage }
  | { name: 'creating'; stage: TransactionStage }
  | { name: 'measuring'; task: Task };

/** The terms but for what follows from the bundle. */
export type PublishedTerms = Omit<
  TaskTerms,
  'architecture' | 'parameters' | 'evaluation' | 'metadata' | 'storageAddresses' | 'storageQuotaBytes'
> &
  Partial<Pick<TaskTerms, 'storageAddresses' | 'storageQuotaBytes'>>;

export type PublishTaskParameters = Omit<TransactionOptions, 'onStage'> &
  Pick<PollingOptions, 'intervalMs'> & {
    /** The bundle: architecture.json, parameters.safetensors, evaluation.js, task.json and optionally data/. */
    files: readonly BundleFile[];
    /** `storageQuotaBytes` is the bundle’s size unless given. */
    terms: PublishedTerms;
    /** Base URLs to upload to. @default the operators’ endpoints */
    gateways?: readonly string[] | undefined;
    onProgress?: ((progress: PublishTaskProgress) => void) | undefined;
    /** How long the operators may take to hold the bundle. @default 600_000 */
    availabilityTimeoutMs?: number | undefined;
    /** How long the operators may take to measure the baseline. @default never give up */
    baselineTimeoutMs?: number | undefined;
  };

export type PublishTaskReturnType = {
  taskId: number;
  terms: TaskTerms;
  /** Open, or void when the baseline cannot be the start of anything. */
  task: Task;
};

const DEFAULT_AVAILABILITY_TIMEOUT_MS = 600_000;

/**
 * The whole way of an owner: pack and upload the bundle, wait until the operators hold it, pay and create the task,
 * follow the measurement of its baseline.
 *
 * @throws {BundleFileMissingError}, {UploadFailedError}, {ContractRevertedError}, {WaitTimeoutError}, and what
 * transactions end in.
 *
 * @example
 * const { taskId, task } = await publishTask(client, { files, terms });
 */
export async function publishTask(
  client: WriteClient,
  parameters: PublishTaskParameters,
): Promise<PublishTaskReturnType> {
  const { files, onProgress, signal, confirmations, timeoutMs, intervalMs, baselineTimeoutMs } = parameters;
  const { availabilityTimeoutMs = DEFAULT_AVAILABILITY_TIMEOUT_MS } = parameters;
  const gateways = parameters.gateways ?? (await getGateways(client));
  const { root, car, sizeBytes, pointers } = await packBundle(files);
  await uploadContent(client, {
    gateways,
    root,
    car,
    sizeBytes,
    purpose: { kind: 'bundle' },
    onProgress: (upload) => onProgress?.({ name: 'uploading', upload }),
    signal,
  });
  await waitForAvailability({
    root,
    gateways,
    intervalMs,
    timeoutMs: availabilityTimeoutMs,
    signal,
    onProgress: (availability) => onProgress?.({ name: 'spreading', availability }),
  });

  const terms: TaskTerms = {
    storageAddresses: [],
    storageQuotaBytes: BigInt(sizeBytes),
    ...parameters.terms,
    ...pointers,
  };
  const { total } = await getTaskCost(client, { terms });
  const options = { confirmations, timeoutMs, signal };
  await approve(client, {
    ...options,
    token: terms.token,
    amount: total,
    onStage: (stage) => onProgress?.({ name: 'approving', stage }),
  });
  const { taskId } = await createTask(client, {
    ...options,
    terms,
    maximumTotal: total,
    onStage: (stage) => onProgress?.({ name: 'creating', stage }),
  });
  const task = await waitForTaskStatus(client, {
    taskId,
    intervalMs,
    timeoutMs: baselineTimeoutMs,
    signal,
    onProgress: (current) => onProgress?.({ name: 'measuring', task: current }),
  });
  return { taskId, terms, task };
}
