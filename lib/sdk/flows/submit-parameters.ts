import { isAddressEqual } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { toCid } from '#protocol/content/pointer.ts';
import { commitmentHash } from '#protocol/verdict/messages.ts';
import { read } from '../chain/read.ts';
import type { WriteClient } from '../client.ts';
import { getGateways } from '../content/get-gateways.ts';
import { packParameters } from '../content/pack.ts';
import { type GatewayUpload, uploadContent } from '../content/upload-content.ts';
import {
  type Availability,
  getAvailability,
  moreThanTwoThirds,
  waitForAvailability,
} from '../content/wait-for-availability.ts';
import { commitSubmission } from '../marketplace/commit-submission.ts';
import { getRequiredBond } from '../marketplace/get-required-bond.ts';
import { getSubmission } from '../marketplace/get-submission.ts';
import { getTask } from '../marketplace/get-task.ts';
import { revealSubmission } from '../marketplace/reveal-submission.ts';
import type { PollingOptions } from '../polling/poll.ts';
import { type Payment, allow } from '../token/allow.ts';
import type { TransactionOptions, TransactionStage } from '../transaction/transact.ts';
import { DraftMismatchError, DraftParametersError, type SubmissionDraft } from './draft.ts';

/** What the flow is doing. */
export type SubmitParametersProgress =
  /** By a transaction, or by a permit, which is only signed. */
  | { name: 'approving'; stage: TransactionStage }
  | { name: 'committing'; stage: TransactionStage }
  | { name: 'uploading'; upload: GatewayUpload }
  | { name: 'spreading'; availability: Availability }
  | { name: 'revealing'; stage: TransactionStage };

export type SubmitParametersParameters = Omit<TransactionOptions, 'onStage'> &
  Pick<PollingOptions, 'intervalMs'> & {
    /** From `createSubmissionDraft`, or what an earlier run kept last. */
    draft: SubmissionDraft;
    /** The parameters file; not needed any more once the operators hold it. */
    parameters?: Uint8Array | undefined;
    /** How the contracts are allowed to take the bond. @default 'approve' */
    payment?: Payment | undefined;
    /** The most bond that may be taken, in the token’s base units. @default what is required when committing */
    maximumBond?: bigint | undefined;
    /** Base URLs to upload to. @default the operators’ endpoints */
    gateways?: readonly string[] | undefined;
    /**
     * Keeps the draft after each step, and before the first: when this resolves, a crash costs nothing.
     * @default nothing is kept, and a crash may cost the bond
     */
    keep?: ((draft: SubmissionDraft) => void | Promise<void>) | undefined;
    onProgress?: ((progress: SubmitParametersProgress) => void) | undefined;
    /** How long the operators may take to hold the content. @default 600_000 */
    availabilityTimeoutMs?: number | undefined;
  };

export type SubmitParametersReturnType = {
  submissionId: bigint;
  draft: SubmissionDraft;
};

const DEFAULT_AVAILABILITY_TIMEOUT_MS = 600_000;

/**
 * The whole way of an optimizer: commit, upload to the operators, wait until more than two thirds of them hold the
 * content, reveal. Called again with the draft that was kept last it goes on where it stopped, whatever had happened
 * in between; steps that are done are not repeated. Follow the verdict with `waitForSubmission`.
 *
 * @throws {DraftMismatchError}, {DraftParametersError}, {ContractRevertedError}, {UploadFailedError},
 * {WaitTimeoutError}, and what transactions end in.
 *
 * @example
 * const draft = await createSubmissionDraft(client, { taskId, parameters });
 * const { submissionId } = await submitParameters(client, { draft, parameters, keep: writeToDisk });
 */
export async function submitParameters(
  client: WriteClient,
  parameters: SubmitParametersParameters,
): Promise<SubmitParametersReturnType> {
  const { keep } = parameters;
  assertMatches(client, parameters.draft);
  let draft = parameters.draft;
  const advance = async (change: Partial<SubmissionDraft>) => {
    draft = { ...draft, ...change };
    await keep?.(draft);
  };
  await advance({});
  const submissionId = await commit(client, { ...parameters, draft });
  if (draft.step === 'packed') await advance({ step: 'committed', submissionId: submissionId.toString() });
  const submission = await getSubmission(client, { submissionId });
  if (submission.status !== 'Committed') {
    await advance({ step: 'revealed' });
    return { submissionId, draft };
  }
  if (draft.step === 'committed') {
    await spread(client, { ...parameters, draft, submissionId });
    await advance({ step: 'available' });
  }
  await reveal(client, { ...parameters, draft, submissionId });
  await advance({ step: 'revealed' });
  return { submissionId, draft };
}

function assertMatches({ walletClient, deployment }: WriteClient, draft: SubmissionDraft): void {
  const { chainId, contracts } = deployment;
  if (draft.chainId !== chainId) {
    throw new DraftMismatchError({ field: 'chain', expected: draft.chainId, actual: chainId });
  }
  if (!isAddressEqual(draft.modelSubmission, contracts.modelSubmission)) {
    throw new DraftMismatchError({
      field: 'contract',
      expected: draft.modelSubmission,
      actual: contracts.modelSubmission,
    });
  }
  // Anyone may reveal; only the optimizer commits and uploads.
  const { address } = walletClient.account;
  if (draft.step !== 'available' && !isAddressEqual(draft.optimizer, address)) {
    throw new DraftMismatchError({ field: 'account', expected: draft.optimizer, actual: address });
  }
}

async function commit(client: WriteClient, parameters: SubmitParametersParameters): Promise<bigint> {
  const { draft, onProgress, confirmations, timeoutMs, signal, payment = 'approve' } = parameters;
  if (draft.submissionId !== undefined) return BigInt(draft.submissionId);
  const earlier = await findCommitment(client, draft);
  if (earlier !== undefined) return earlier;
  const { taskId, salt, parameters: pointer } = draft;
  const { token } = await getTask(client, { taskId });
  const maximumBond = parameters.maximumBond ?? (await getRequiredBond(client, { taskId }));
  const options = { confirmations, timeoutMs, signal };
  const { permit } = await allow(client, {
    ...options,
    token,
    amount: maximumBond,
    payment,
    onStage: (stage) => onProgress?.({ name: 'approving', stage }),
  });
  const { submissionId } = await commitSubmission(client, {
    ...options,
    taskId,
    parameters: pointer,
    salt,
    maximumBond,
    permit,
    onStage: (stage) => onProgress?.({ name: 'committing', stage }),
  });
  return submissionId;
}

/** The commitment that an earlier run sent without living to hear of it. */
async function findCommitment(client: WriteClient, draft: SubmissionDraft): Promise<bigint | undefined> {
  const { chainId, modelSubmission, taskId, optimizer, parameters, salt } = draft;
  const commitment = commitmentHash({ chainId, modelSubmission, taskId, optimizer, parameters, salt });
  const committed = await read(`look for the commitment in task ${taskId}`, () =>
    client.publicClient.getContractEvents({
      address: modelSubmission,
      abi: modelSubmissionAbi,
      eventName: 'SubmissionCommitted',
      args: { taskId, optimizer },
      fromBlock: BigInt(draft.createdBlock),
      strict: true,
    }),
  );
  return committed.find(({ args }) => args.commitment === commitment)?.args.submissionId;
}

/** Uploads to the gateways that lack the content and waits until enough of them hold it. */
async function spread(
  client: WriteClient,
  parameters: SubmitParametersParameters & { submissionId: bigint },
): Promise<void> {
  const { draft, submissionId, onProgress, signal, intervalMs } = parameters;
  const { availabilityTimeoutMs = DEFAULT_AVAILABILITY_TIMEOUT_MS } = parameters;
  const gateways = parameters.gateways ?? (await getGateways(client));
  const root = toCid(draft.parameters);
  const { held, missing } = await getAvailability({ root, gateways, signal });
  if (held.length < moreThanTwoThirds(gateways.length)) {
    if (parameters.parameters === undefined) throw new DraftParametersError({ expected: draft.parameters });
    const packed = await packParameters(parameters.parameters);
    if (packed.pointer.digest !== draft.parameters.digest) {
      throw new DraftParametersError({ expected: draft.parameters, actual: packed.pointer });
    }
    await uploadContent(client, {
      gateways: missing,
      root,
      car: packed.car,
      sizeBytes: packed.sizeBytes,
      purpose: { kind: 'submission', taskId: BigInt(draft.taskId), submissionId },
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

async function reveal(
  client: WriteClient,
  parameters: SubmitParametersParameters & { submissionId: bigint },
): Promise<void> {
  const { draft, submissionId, onProgress, confirmations, timeoutMs, signal } = parameters;
  await revealSubmission(client, {
    confirmations,
    timeoutMs,
    signal,
    submissionId,
    parameters: draft.parameters,
    salt: draft.salt,
    onStage: (stage) => onProgress?.({ name: 'revealing', stage }),
  });
}
