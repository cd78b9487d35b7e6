import type { ContentPointer } from '#protocol/content/pointer.ts';
import type { Submission } from '#sdk/marketplace/get-submission.ts';
import type { Task } from '#sdk/marketplace/get-task.ts';
import { isBaseline } from '../chain/situation.ts';
import type { TaskDefinition } from '../chain/definitions.ts';
import { submissionPin, taskPin } from './pins.ts';
import type { WantedContent } from './obtain.ts';

type Subject = {
  submission: Submission;
  task: Task;
  definition: TaskDefinition;
  /** What the owner paid to have kept. */
  storageQuotaBytes: bigint;
};

/** A submission's parameters. */
export function wantedParameters(
  { submissionId, parameters }: { submissionId: bigint; parameters: ContentPointer },
  { maximumParameterBytes }: TaskDefinition,
): WantedContent {
  return { pointer: parameters, maxBytes: Number(maximumParameterBytes), pin: submissionPin(submissionId) };
}

/** The network and the evaluation code of a task. */
export function wantedBundle({ task, storageQuotaBytes }: Pick<Subject, 'task' | 'storageQuotaBytes'>): {
  architecture: WantedContent;
  evaluation: WantedContent;
} {
  const common = { maxBytes: Number(storageQuotaBytes), pin: taskPin(task.taskId) };
  return {
    architecture: { pointer: task.architecture, ...common },
    evaluation: { pointer: task.evaluation, ...common },
  };
}

/** The description of a task, which no verdict depends on, but every page shows. */
export function wantedMetadata({
  task,
  storageQuotaBytes,
}: Pick<Subject, 'task' | 'storageQuotaBytes'>): WantedContent {
  return { pointer: task.metadata, maxBytes: Number(storageQuotaBytes), pin: taskPin(task.taskId) };
}

/** What is judged, and so must have been there when the seed block was seen: of a baseline the whole task. */
export function wantedForJudgement(subject: Subject): WantedContent[] {
  const { submission, definition } = subject;
  const parameters = wantedParameters(submission, definition);
  if (!isBaseline(submission.submissionId)) return [parameters];
  const { architecture, evaluation } = wantedBundle(subject);
  return [architecture, evaluation, parameters];
}
