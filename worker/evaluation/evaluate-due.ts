import type { EvaluationKey } from '#database/operator/evaluation-key.ts';
import { findEvaluation, saveAbstention, saveVerdict } from '#database/operator/evaluations.ts';
import { findObservedSeed } from '#database/operator/seeds.ts';
import { readTaskStorage } from '#database/operator/task-storage.ts';
import { EvaluationAbstainedError } from '#evaluation/runtime/abstained-error.ts';
import type { EvaluationInput, EvaluationResult } from '#evaluation/runtime/evaluate.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import { firstFailure } from '#evaluation/runtime/first-failure.ts';
import { RUNTIME_ID } from '#evaluation/runtime/runtime-id.ts';
import { isFaultOfContent } from '#protocol/content/fault.ts';
import { NO_ARCHITECTURE } from '#protocol/task/architecture-content.ts';
import { NO_EVALUATION } from '#protocol/task/evaluation-content.ts';
import { verdictHash } from '#protocol/verdict/messages.ts';
import { unavailableVerdict } from '#protocol/verdict/unmeasured.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { type Submission, getSubmission } from '#sdk/marketplace/get-submission.ts';
import type { Task } from '#sdk/marketplace/get-task.ts';
import { currentChampion, isBaseline, messageScope } from '../chain/situation.ts';
import type { NodeContext } from '../context.ts';
import {
  type WantedContent,
  contentSources,
  loadArchitecture,
  loadContent,
  loadEvaluation,
} from '../content/obtain.ts';
import { type ProgressReport, reportProgress } from './report-progress.ts';
import { toVerdict } from './verdict.ts';
import { wantedBundle, wantedParameters } from '../content/wanted.ts';

export type EvaluationContext = NodeContext & { evaluator: Evaluator };

/** A process that failed once may have been killed by the machine for another one's hunger. */
const TRIES = 2;

/**
 * Computes a verdict that is due and keeps it. Does nothing when it is done already, or no longer wanted: safe to
 * repeat at any time.
 *
 * @returns Whether there is a new verdict.
 * @throws {GatewaysUnreachableError}, {ContentUnavailableError}, {ChainUnreachableError}, {DiskError}: try again
 * later; {EvaluationCancelledError}.
 */
export async function evaluateDue(context: EvaluationContext, key: EvaluationKey): Promise<boolean> {
  const { client, database, views, log, metrics } = context;
  const { submissionId, seed, championId } = key;
  const due = await findEvaluation(database, key);
  if (due?.status !== 'Due') return false;
  const { submission, task, definition } = await views.view(submissionId);
  if (submission.status !== 'Revealed' || currentChampion({ submission, task }) !== championId) return false;
  const { taskDefinitionId } = task;
  if (definition.runtimeId !== RUNTIME_ID) {
    const reason = `the task is evaluated by runtime ${definition.runtimeId}, this node has ${RUNTIME_ID}`;
    log.error({ submissionId, taskDefinitionId }, `abstained: ${reason}`);
    await saveAbstention(database, { ...key, reason });
    return false;
  }

  const startedMs = performance.now();
  const observed = await findObservedSeed(database, { submissionId, seed });
  let verdict: Verdict;
  let result: EvaluationResult | undefined;
  if (observed?.availability === 'Absent') {
    verdict = unavailableVerdict(key);
  } else {
    try {
      const input = await prepareInput(context, { key, submission, task });
      const report = reportProgress({ database, log, key, rounds: task.rounds });
      result = await evaluateInTries(context, input, report).finally(report.finish);
    } catch (error) {
      if (!(error instanceof EvaluationAbstainedError)) throw error;
      log.error({ submissionId, championId, error }, 'abstained');
      metrics.evaluation({ outcome: 'abstained', seconds: (performance.now() - startedMs) / 1_000 });
      await saveAbstention(database, { ...key, reason: error.message });
      return false;
    }
    verdict = toVerdict(key, result);
    const failure = firstFailure(result);
    if (failure) log.warn({ submissionId, championId, failure }, 'evaluation code failed');
  }
  const evaluationMs = Math.round(performance.now() - startedMs);
  await saveVerdict(database, {
    ...key,
    verdict,
    verdictHash: verdictHash({ ...messageScope(client, taskDefinitionId), verdict }),
    report: toReport(result),
    evaluationMs,
  });
  metrics.evaluation({ outcome: 'verdict', seconds: evaluationMs / 1_000 });
  // Neither outcome nor scores: logs are read by more people than may know them before the verdict is mined.
  log.info({ submissionId, championId, durationMs: evaluationMs }, 'verdict computed');
  return true;
}

async function evaluateInTries(
  { evaluator, log, signal }: EvaluationContext,
  input: EvaluationInput,
  { onProgress }: ProgressReport,
): Promise<EvaluationResult> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await evaluator.evaluate(input, { signal, onProgress });
    } catch (error) {
      if (!(error instanceof EvaluationAbstainedError) || failures === TRIES) throw error;
      log.warn({ error }, 'evaluation failed, tried once more');
    }
  }
}

async function prepareInput(
  context: EvaluationContext,
  parameters: { key: EvaluationKey; submission: Submission; task: Task },
): Promise<EvaluationInput> {
  const { client, contentStore, peerFetch, database, views, operator, signal } = context;
  const { key, submission, task } = parameters;
  const [definition, storage, set] = await Promise.all([
    views.definition(task.taskDefinitionId),
    readTaskStorage(database, task),
    views.operatorSet(),
  ]);
  const sources = contentSources({ set, self: operator, storageAddresses: storage.storageAddresses });
  const from = { sources, fetch: peerFetch, signal };
  const load = (wanted: WantedContent) => loadContent(contentStore, { wanted, ...from });
  const judge = (wanted: WantedContent) =>
    orWhenAtFault(context, { wanted, load: () => load(wanted), instead: new Uint8Array() });

  const { architecture, evaluation } = wantedBundle({ task, storageQuotaBytes: storage.storageQuotaBytes });
  const judged = wantedParameters(submission, definition);
  const common = { terms: task, seed: key.seed, budget: definition.budget };
  const loadNetwork = () => loadArchitecture(contentStore, { wanted: architecture, ...from });
  const loadJudge = () => loadEvaluation(contentStore, { wanted: evaluation, ...from });
  if (isBaseline(key.submissionId)) {
    return {
      ...common,
      ...(await orWhenAtFault(context, {
        wanted: architecture,
        load: loadNetwork,
        instead: NO_ARCHITECTURE,
      })),
      ...(await orWhenAtFault(context, { wanted: evaluation, load: loadJudge, instead: NO_EVALUATION })),
      championParameters: await judge(judged),
    };
  }
  const champion = await getSubmission(client, { submissionId: key.championId });
  return {
    ...common,
    ...(await loadNetwork()),
    ...(await loadJudge()),
    championParameters: await load(wantedParameters(champion, definition)),
    challengerParameters: await judge(judged),
  };
}

/** Content that cannot be read is judged like an empty one: it is `Invalid`, to every operator alike. */
async function orWhenAtFault<T>(
  { log }: EvaluationContext,
  { wanted, load, instead }: { wanted: WantedContent; load: () => Promise<T>; instead: T },
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isFaultOfContent(error)) throw error;
    log.info({ error, pin: wanted.pin }, 'content cannot be read');
    return instead;
  }
}

/** What the operator keeps about an evaluation, as JSON: integers that exceed a number as decimal strings. */
function toReport(result: EvaluationResult | undefined) {
  if (result === undefined) return null;
  const plain = result.outcome === 'Invalid' ? { reason: result.reason } : { rounds: result.rounds };
  return JSON.stringify(plain, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
