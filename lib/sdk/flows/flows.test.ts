import { readFile } from 'node:fs/promises';
import { encodeFunctionData, erc20Abi, zeroHash } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuthoriseUpload } from '#api/uploads/authorise.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { ContentUnavailableError } from '#protocol/content/errors.ts';
import { toCid } from '#protocol/content/pointer.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { type TestGateway, startGateway } from '../../../test/gateways.ts';
import { useMarketplace } from '../../../test/marketplace.ts';
import { fakePointer, testTerms } from '../../../test/terms.ts';
import type { WriteClient } from '../client.ts';
import { fetchContent } from '../content/fetch-content.ts';
import { getGateways } from '../content/get-gateways.ts';
import { packParameters } from '../content/pack.ts';
import { UploadFailedError, uploadContent } from '../content/upload-content.ts';
import { getAvailability, waitForAvailability } from '../content/wait-for-availability.ts';
import { createTask } from '../marketplace/create-task.ts';
import { getSubmission } from '../marketplace/get-submission.ts';
import { getTaskCost } from '../marketplace/get-task-cost.ts';
import { getTaskTerms } from '../marketplace/get-task-terms.ts';
import { getTask } from '../marketplace/get-task.ts';
import { setEndpoint } from '../operators/set-endpoint.ts';
import { approve } from '../token/approve.ts';
import { choosePayment } from '../token/choose-payment.ts';
import { supportsPermit } from '../token/supports-permit.ts';
import { transact } from '../transaction/transact.ts';
import { WaitTimeoutError } from '../polling/poll.ts';
import {
  DraftMismatchError,
  DraftParametersError,
  type SubmissionDraft,
  createSubmissionDraft,
  submissionDraftSchema,
} from './draft.ts';
import { type PublishTaskProgress, publishTask } from './publish-task.ts';
import { submitParameters } from './submit-parameters.ts';
import { DraftBundleError, createTaskDraft, taskDraftSchema } from './task-draft.ts';

const BUNDLE = new URL('../../../examples/x-squared/', import.meta.url);
const OPERATORS = 4;
const marketplace = useMarketplace({ operatorCount: OPERATORS });
const parameters = new TextEncoder().encode('parameters that nobody has seen');
const intervalMs = 10;

let gateways: TestGateway[];
let urls: string[];
let owner: WriteClient;
let optimizer: WriteClient;
let taskId: number;

/** What each gateway of the flow under test decides. */
let authorise: AuthoriseUpload = async () => ({ allowed: true, pin: 'test' });

beforeAll(async () => {
  const { deployment, accounts, clientOf, operators, settle } = marketplace();
  const scope = { chainId: deployment.chainId, modelSubmission: deployment.contracts.modelSubmission };
  gateways = await Promise.all(
    Array.from({ length: OPERATORS }, () =>
      startGateway({ scope, authorise: (request) => authorise(request) }),
    ),
  );
  urls = gateways.map(({ url }) => url);
  for (const [index, { account }] of operators.entries()) {
    await setEndpoint(clientOf(account), { endpoint: urls[index] ?? '' });
  }
  const [account] = accounts.optimizers;
  if (!account) throw new RangeError('there is no optimizer');
  owner = clientOf(accounts.owner);
  optimizer = clientOf(account);
  const terms = testTerms(deployment, { maxPending: 64 });
  await approve(owner, { token: terms.token, amount: (await getTaskCost(owner, { terms })).total });
  const created = await createTask(owner, { terms });
  taskId = created.taskId;
  await settle({ submissionId: created.baselineId, verdict: () => measured(created.baselineId) });
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
});

const measured = (championId: bigint) =>
  ({
    championId,
    outcome: 'Baseline',
    wins: 0,
    championDecidingSum: SCORE_ONE,
    challengerDecidingSum: 0n,
    championPricingSum: 0n,
    challengerPricingSum: 0n,
    traceDigest: zeroHash,
  }) as const;

const fresh = (name: string) => new TextEncoder().encode(`parameters of ${name}`);

describe('content', () => {
  test('default: what is uploaded is held by the gateways and fetched back, verified', async () => {
    const { root, car, sizeBytes, pointer } = await packParameters(parameters);
    const states: string[] = [];
    const { stored, failed } = await uploadContent(optimizer, {
      gateways: urls,
      root,
      car,
      sizeBytes,
      purpose: { kind: 'bundle' },
      onProgress: ({ state }) => states.push(state),
    });
    expect({ stored, failed }).toEqual({ stored: urls, failed: [] });
    expect(states.sort()).toEqual([...urls.map(() => 'stored'), ...urls.map(() => 'uploading')]);
    expect(await getAvailability({ root, gateways: urls })).toEqual({ held: urls, missing: [] });
    expect(await fetchContent({ pointer, gateways: urls, maxBytes: 100 })).toEqual({
      kind: 'file',
      bytes: parameters,
    });
  });

  test('behavior: gateways that cannot be reached, or refuse, are named with their reasons', async () => {
    const { root, car, sizeBytes } = await packParameters(fresh('refused'));
    authorise = async () => ({ allowed: false, reason: 'quota-exceeded', message: 'There is no room left.' });
    const purpose = { kind: 'bundle' } as const;
    const uploading = uploadContent(optimizer, {
      gateways: [...urls.slice(0, 1), 'http://127.0.0.1:1'],
      root,
      car,
      sizeBytes,
      purpose,
    });
    await expect(uploading).rejects.toThrow(UploadFailedError);
    await expect(uploading).rejects.toThrow('There is no room left.');
    authorise = async () => ({ allowed: true, pin: 'test' });
  });

  test('behavior: an operator that has not seen the commitment yet is asked again', async () => {
    const { root, car, sizeBytes } = await packParameters(fresh('patience'));
    let asked = 0;
    authorise = async () => {
      asked += 1;
      return asked === 1
        ? { allowed: false, reason: 'unknown-submission', message: 'Not seen yet.' }
        : { allowed: true, pin: 'test' };
    };
    const { stored } = await uploadContent(optimizer, {
      gateways: urls.slice(0, 1),
      root,
      car,
      sizeBytes,
      purpose: { kind: 'submission', taskId: 1n, submissionId: toSubmissionId({ taskId: 1, index: 1 }) },
    });
    expect(stored).toEqual(urls.slice(0, 1));
    expect(asked).toBe(2);
    authorise = async () => ({ allowed: true, pin: 'test' });
  });

  test('behavior: more than two thirds must hold it', async () => {
    const { root, car, sizeBytes, pointer } = await packParameters(fresh('thirds'));
    const purpose = { kind: 'bundle' } as const;
    await uploadContent(optimizer, { gateways: urls.slice(0, 2), root, car, sizeBytes, purpose });
    const waiting = waitForAvailability({ root, gateways: urls, intervalMs, timeoutMs: 30 });
    await expect(waiting).rejects.toThrow(WaitTimeoutError);
    const following = waitForAvailability({ root, gateways: urls, intervalMs });
    await uploadContent(optimizer, { gateways: urls.slice(2, 3), root, car, sizeBytes, purpose });
    expect((await following).held).toEqual(urls.slice(0, 3));
    const fetched = fetchContent({ pointer, gateways: urls.slice(3), maxBytes: 100 });
    await expect(fetched).rejects.toThrow(ContentUnavailableError);
  });

  test('behavior: the operators’ endpoints are the gateways', async () => {
    expect(await getGateways(optimizer)).toEqual(urls);
  });
});

describe('submitParameters', () => {
  test('default: commit, upload, wait, reveal; the draft is kept at every step', async () => {
    const bytes = fresh('default');
    const draft = await createSubmissionDraft(optimizer, { taskId, parameters: bytes });
    const kept: SubmissionDraft[] = [];
    const seen = new Set<string>();
    const { submissionId } = await submitParameters(optimizer, {
      draft,
      parameters: bytes,
      intervalMs,
      keep: (next) => void kept.push(submissionDraftSchema.parse(JSON.parse(JSON.stringify(next)))),
      onProgress: ({ name }) => seen.add(name),
    });
    expect(kept.map(({ step }) => step)).toEqual(['packed', 'committed', 'available', 'revealed']);
    expect([...seen]).toEqual(['approving', 'committing', 'uploading', 'spreading', 'revealing']);
    expect(await getSubmission(optimizer, { submissionId })).toMatchObject({
      status: 'Revealed',
      parameters: draft.parameters,
    });
    expect((await getAvailability({ root: toCid(draft.parameters), gateways: urls })).held).toEqual(urls);
  });

  test('behavior: with a permit two transactions are enough, commitment and reveal', async () => {
    const bytes = fresh('permit');
    const draft = await createSubmissionDraft(optimizer, { taskId, parameters: bytes });
    const { publicClient, walletClient } = optimizer;
    const { address } = walletClient.account;
    const before = await publicClient.getTransactionCount({ address });
    const { token } = await getTask(optimizer, { taskId });
    const payment = await choosePayment(optimizer, { token });
    expect(payment).toBe('permit');
    const { submissionId } = await submitParameters(optimizer, {
      draft,
      parameters: bytes,
      intervalMs,
      payment,
    });
    expect(await getSubmission(optimizer, { submissionId })).toMatchObject({ status: 'Revealed' });
    expect(await publicClient.getTransactionCount({ address })).toBe(before + 2);
  });

  test.each(['packed', 'committed', 'available', 'revealed'] as const)(
    'behavior: a run that dies after keeping "%s" is gone on with, and nothing is done twice',
    async (last) => {
      const bytes = fresh(`death after ${last}`);
      let draft = await createSubmissionDraft(optimizer, { taskId, parameters: bytes });
      const dying = submitParameters(optimizer, {
        draft,
        parameters: bytes,
        intervalMs,
        keep: (next) => {
          draft = next;
          if (next.step === last) throw new RangeError('the tab was closed');
        },
      });
      await expect(dying).rejects.toThrow('the tab was closed');
      const count = () => optimizer.publicClient.getTransactionCount({ address: draft.optimizer });
      const { submissionId, draft: finished } = await submitParameters(optimizer, {
        draft,
        parameters: bytes,
        intervalMs,
      });
      expect(finished.step).toBe('revealed');
      expect((await getSubmission(optimizer, { submissionId })).status).toBe('Revealed');
      const before = await count();
      await submitParameters(optimizer, { draft, parameters: bytes, intervalMs });
      expect(await count()).toBe(before);
    },
  );

  test('behavior: a commitment that was sent but never heard of is found again', async () => {
    const bytes = fresh('unheard');
    const draft = await createSubmissionDraft(optimizer, { taskId, parameters: bytes });
    const dying = submitParameters(optimizer, {
      draft,
      parameters: bytes,
      intervalMs,
      keep: ({ step }) => {
        if (step === 'committed') throw new RangeError('the tab was closed');
      },
    });
    await expect(dying).rejects.toThrow('the tab was closed');
    const { submissionCount } = await getTask(optimizer, { taskId });
    const { submissionId } = await submitParameters(optimizer, { draft, parameters: bytes, intervalMs });
    expect(submissionId).toBe(toSubmissionId({ taskId, index: submissionCount - 1 }));
  });

  test('behavior: anyone with the draft reveals, without the parameters', async () => {
    const bytes = fresh('another device');
    let draft = await createSubmissionDraft(optimizer, { taskId, parameters: bytes });
    const dying = submitParameters(optimizer, {
      draft,
      parameters: bytes,
      intervalMs,
      keep: (next) => {
        draft = next;
        if (next.step === 'available') throw new RangeError('the tab was closed');
      },
    });
    await expect(dying).rejects.toThrow('the tab was closed');
    const { submissionId } = await submitParameters(owner, { draft, intervalMs });
    expect((await getSubmission(owner, { submissionId })).status).toBe('Revealed');
  });

  test('error: other parameters, or none, cannot be uploaded for a commitment', async () => {
    const bytes = fresh('original');
    let draft = await createSubmissionDraft(optimizer, { taskId, parameters: bytes });
    const dying = submitParameters(optimizer, {
      draft,
      parameters: bytes,
      intervalMs,
      keep: (next) => {
        draft = next;
        if (next.step === 'committed') throw new RangeError('the tab was closed');
      },
    });
    await expect(dying).rejects.toThrow('the tab was closed');
    const again = (other?: Uint8Array) =>
      submitParameters(optimizer, { draft, parameters: other, intervalMs });
    await expect(again(fresh('other'))).rejects.toThrow(DraftParametersError);
    await expect(again()).rejects.toThrow('The parameters are needed once more');
  });

  test('error: a draft of another account or deployment', async () => {
    const bytes = fresh('mismatch');
    const draft = await createSubmissionDraft(optimizer, { taskId, parameters: bytes });
    await expect(submitParameters(owner, { draft, parameters: bytes })).rejects.toThrow(DraftMismatchError);
    const elsewhere = { ...draft, chainId: 1 };
    await expect(submitParameters(optimizer, { draft: elsewhere, parameters: bytes })).rejects.toThrow(
      'The draft’s chain is 1',
    );
  });
});

describe('publishTask', () => {
  const readBundle = () =>
    Promise.all(
      ['architecture.json', 'parameters.safetensors', 'evaluation.js', 'task.json'].map(async (path) => ({
        path,
        content: new Uint8Array(await readFile(new URL(path, BUNDLE))),
      })),
    );
  /** The terms of a publication, told apart from all others by their bond. */
  const publishedTerms = (bond: bigint) => {
    const { architecture, parameters, evaluation, metadata, ...terms } = testTerms(marketplace().deployment);
    const digests = [architecture, parameters, evaluation, metadata].map(({ digest }) => digest);
    return { terms: { ...terms, bond }, digests };
  };
  /** Settles the baseline of whatever task is shown as being measured, once. */
  const settling = () => {
    const settled = new Map<number, Promise<void>>();
    return {
      follow: (progress: PublishTaskProgress) => {
        if (progress.name !== 'measuring' || progress.task.status !== 'Created') return;
        const { taskId: id } = progress.task;
        if (settled.has(id)) return;
        const submissionId = toSubmissionId({ taskId: id, index: 0 });
        settled.set(id, marketplace().settle({ submissionId, verdict: () => measured(submissionId) }));
      },
      done: () => Promise.all(settled.values()),
    };
  };
  const transactionsSent = () =>
    owner.publicClient.getTransactionCount({ address: owner.walletClient.account.address });
  const withdrawAllowance = () =>
    transact(owner, {
      to: marketplace().deployment.contracts.token,
      data: encodeFunctionData({
        abi: erc20Abi,
        functionName: 'approve',
        args: [marketplace().deployment.contracts.modelSubmission, 0n],
      }),
      action: 'withdraw the allowance',
    });

  test('default: bundle uploaded, task created, baseline followed until the task is open', async () => {
    const files = await readBundle();
    const { terms, digests } = publishedTerms(101n);
    const seen: string[] = [];
    const baseline = settling();
    const published = await publishTask(owner, {
      files,
      terms,
      intervalMs,
      onProgress: (progress) => {
        if (seen.at(-1) !== progress.name) seen.push(progress.name);
        baseline.follow(progress);
      },
    });
    await baseline.done();
    expect(seen).toEqual(['uploading', 'spreading', 'approving', 'creating', 'measuring']);
    expect(published.task.status).toBe('Open');
    expect(published.draft.step).toBe('measured');
    expect(await getTaskTerms(owner, { taskId: published.taskId })).toEqual(published.terms);
    expect(digests).not.toContain(published.terms.architecture.digest);
    const fetched = await fetchContent({
      pointer: published.terms.architecture,
      gateways: urls,
      maxBytes: 10_000,
    });
    expect(fetched).toEqual({ kind: 'file', bytes: files[0]?.content });
  });

  test('behavior: with a permit, one signature and one transaction pay for the task', async () => {
    await withdrawAllowance();
    const files = await readBundle();
    const { token } = marketplace().deployment.contracts;
    expect(await supportsPermit(owner, { token, account: owner.walletClient.account.address })).toBe(true);
    const baseline = settling();
    const before = await transactionsSent();
    const { task } = await publishTask(owner, {
      files,
      terms: publishedTerms(102n).terms,
      payment: 'permit',
      intervalMs,
      onProgress: baseline.follow,
    });
    await baseline.done();
    expect(task.status).toBe('Open');
    expect((await transactionsSent()) - before).toBe(1);
  });

  test('behavior: a contract that is no token with permits is said to take none', async () => {
    const { modelSubmission } = marketplace().deployment.contracts;
    const account = owner.walletClient.account.address;
    expect(await supportsPermit(owner, { token: modelSubmission, account })).toBe(false);
    expect(await supportsPermit(owner, { token: account, account })).toBe(false);
  });

  test.each(['packed', 'available', 'created'] as const)(
    'behavior: after a crash at "%s" it goes on where it stopped, and pays once',
    async (last) => {
      const files = await readBundle();
      const { terms } = publishedTerms({ packed: 103n, available: 104n, created: 105n }[last]);
      const { taskCount } = await countTasks();
      let draft = await createTaskDraft(owner, { files, terms });
      expect(taskDraftSchema.parse(structuredClone(draft))).toEqual(draft);
      const dying = publishTask(owner, {
        draft,
        files,
        intervalMs,
        keep: (next) => {
          draft = next;
          if (next.step === last) throw new RangeError('the tab was closed');
        },
      });
      await expect(dying).rejects.toThrow('the tab was closed');
      const baseline = settling();
      const { task } = await publishTask(owner, {
        draft,
        // The operators hold the bundle, or it has to be given once more.
        files: last === 'packed' ? files : undefined,
        intervalMs,
        keep: (next) => {
          draft = next;
        },
        onProgress: baseline.follow,
      });
      await baseline.done();
      expect(task.status).toBe('Open');
      expect((await countTasks()).taskCount).toBe(taskCount + 1);
      const before = await transactionsSent();
      const again = await publishTask(owner, { draft, intervalMs });
      expect(again.taskId).toBe(task.taskId);
      expect(await transactionsSent()).toBe(before);
    },
  );

  test.each([
    ['kept', true],
    ['not kept', false],
  ] as const)(
    'behavior: a creation that was sent and never heard of is found again, its hash %s',
    async (_name, isKept) => {
      const files = await readBundle();
      const { terms } = publishedTerms(isKept ? 106n : 107n);
      let draft = await createTaskDraft(owner, { files, terms });
      const dying = publishTask(owner, {
        draft,
        files,
        intervalMs,
        keep: (next) => {
          if (next.sent?.action === 'create') {
            if (isKept && next.step === 'available') draft = next;
            throw new RangeError('the tab was closed');
          }
          draft = next;
        },
      });
      await expect(dying).rejects.toThrow('the tab was closed');
      expect(draft.sent?.action).toBe(isKept ? 'create' : 'approve');
      expect(draft.taskId).toBeUndefined();
      const before = await transactionsSent();
      const baseline = settling();
      const { task } = await publishTask(owner, { draft, intervalMs, onProgress: baseline.follow });
      await baseline.done();
      expect(task.status).toBe('Open');
      expect(await transactionsSent()).toBe(before);
    },
  );

  test('error: other files, or none, cannot be uploaded for a draft', async () => {
    const files = await readBundle();
    const readme = { path: 'data/more.txt', content: fresh('a file that was not there') };
    const draft = await createTaskDraft(owner, {
      files: [...files, readme],
      terms: publishedTerms(108n).terms,
    });
    await expect(publishTask(owner, { draft, intervalMs })).rejects.toThrow('needed once more');
    await expect(publishTask(owner, { draft, files, intervalMs })).rejects.toThrow(DraftBundleError);
  });

  test('error: a draft of another account', async () => {
    const draft = await createTaskDraft(owner, {
      files: await readBundle(),
      terms: publishedTerms(109n).terms,
    });
    await expect(publishTask(optimizer, { draft })).rejects.toThrow(DraftMismatchError);
  });
});

async function countTasks(): Promise<{ taskCount: number }> {
  const { publicClient, deployment } = marketplace();
  const taskCount = await publicClient.readContract({
    address: deployment.contracts.modelSubmission,
    abi: modelSubmissionAbi,
    functionName: 'taskCount',
  });
  return { taskCount };
}

test('fakePointer: content that nobody has is unavailable everywhere', async () => {
  const root = toCid(fakePointer('nothing'));
  expect(await getAvailability({ root, gateways: [...urls, 'http://127.0.0.1:1'] })).toMatchObject({
    held: [],
  });
});
