import { formatEther, parseEther } from 'viem';
import { train } from '#examples/x-squared/train.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import { fromSubmissionId, toSubmissionId } from '#protocol/verdict/submission-id.ts';
import type { WriteClient } from '#sdk/client.ts';
import { fetchContent } from '#sdk/content/fetch-content.ts';
import { getGateways } from '#sdk/content/get-gateways.ts';
import { createSubmissionDraft } from '#sdk/flows/draft.ts';
import { submitParameters } from '#sdk/flows/submit-parameters.ts';
import { claim } from '#sdk/marketplace/claim.ts';
import { getCredit } from '#sdk/marketplace/get-credit.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import type { Task } from '#sdk/marketplace/get-task.ts';
import { getTaskTerms } from '#sdk/marketplace/get-task-terms.ts';
import { createSalt } from '#sdk/marketplace/salt.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { getTaskDefinition } from '#sdk/operators/get-task-definition.ts';
import { pause } from '#sdk/polling/poll.ts';
import { readEvaluationInput } from '#sdk/replay/read-evaluation-input.ts';
import { drawIfBelow } from '../funds.ts';
import { resumeDraft } from '../resume-draft.ts';
import { getLatestTask } from '../task-keeper.ts';
import type { DraftFolder, KeptSubmission } from './draft-folder.ts';

/** Training a little at a time, so that there is something left to win for a while. */
const TRAINING_STEPS = 12;
/** Trainings without an improvement, each longer than the last, before it waits for another champion. */
const ATTEMPTS = 9;
const REST_MS = 5_000;
const POLLING_INTERVAL_MS = 250;
const BOND_FUNDS = parseEther('100');
/** A local chain that is killed may lose its last block. */
const CONFIRMATIONS = 2;

export type CompeteParameters = {
  client: WriteClient;
  /** Judges a candidate at home before anything is staked on it. */
  evaluator: Evaluator;
  drafts: DraftFolder;
  /** Told what it did, as the end of a sentence about it. */
  tell: (predicate: string) => void;
  signal: AbortSignal;
};

/** Trains the champion of the newest task a little further and submits it, again and again, until `signal`. */
export async function compete(parameters: CompeteParameters): Promise<void> {
  const { client, drafts, signal } = parameters;
  let exhausted: bigint | undefined;
  while (!signal.aborted) {
    const kept = await drafts.read();
    if (kept) {
      await carryOn(parameters, kept);
      continue;
    }
    const task = await getLatestTask(client);
    if (task?.status !== 'Open' || task.championId === exhausted) {
      await pause(REST_MS, signal);
      continue;
    }
    const candidate = await findImprovement(parameters, task);
    if (candidate === undefined) {
      exhausted = task.championId;
      parameters.tell(`finds nothing better for task ${task.taskId} and waits for another champion.`);
      continue;
    }
    const draft = await createSubmissionDraft(client, { taskId: task.taskId, parameters: candidate });
    await drafts.begin({ draft, parameters: candidate });
  }
}

/** Submits what is kept, or what is left of that, follows it to its verdict and claims. */
async function carryOn(parameters: CompeteParameters, kept: KeptSubmission): Promise<void> {
  const { client, drafts, tell, signal } = parameters;
  const { token } = client.deployment.contracts;
  await drawIfBelow(client, { least: BOND_FUNDS, amount: BOND_FUNDS });
  const { submissionId } = await submitParameters(client, {
    draft: await resumeDraft(client, kept.draft),
    parameters: kept.parameters,
    keep: drafts.keep,
    confirmations: CONFIRMATIONS,
    intervalMs: POLLING_INTERVAL_MS,
    signal,
  });
  const { taskId, index } = fromSubmissionId(submissionId);
  tell(`revealed submission ${index} of task ${taskId}.`);
  const { status } = await waitForSubmission(client, {
    submissionId,
    intervalMs: POLLING_INTERVAL_MS,
    signal,
  });
  const account = client.walletClient.account.address;
  const credit = await getCredit(client, { token, account });
  if (credit > 0n) await claim(client, { token });
  tell(`has submission ${index} of task ${taskId} settled: ${status}, ${formatEther(credit)} ZTT claimed.`);
  await drafts.finish();
}

async function findImprovement(
  { client, evaluator, signal }: CompeteParameters,
  task: Task,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [terms, definition, champion] = await Promise.all([
    getTaskTerms(client, { taskId: task.taskId }),
    getTaskDefinition(client, { taskDefinitionId: task.taskDefinitionId }),
    getSubmission(client, { submissionId: task.championId }),
  ]);
  const gateways = await getGateways(client);
  const isBaseline = task.championId === toSubmissionId({ taskId: task.taskId, index: 0 });
  const content = await readEvaluationInput({
    architecture: terms.architecture,
    evaluation: terms.evaluation,
    championParameters: isBaseline ? terms.parameters : champion.parameters,
    terms,
    definition,
    read: (pointer, { maxBytes }) => fetchContent({ pointer, gateways, maxBytes, signal }),
  });
  const { championParameters } = content;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    signal.throwIfAborted();
    const challengerParameters = train({
      parameters: championParameters,
      steps: TRAINING_STEPS * 2 ** (attempt - 1),
      seed: attempt,
    });
    const { outcome } = await evaluator.evaluate(
      {
        ...content,
        challengerParameters,
        terms,
        seed: createSalt(),
        budget: definition.budget,
      },
      { signal },
    );
    if (outcome === 'Improved') return challengerParameters;
  }
  return undefined;
}
