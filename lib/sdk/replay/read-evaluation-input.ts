import type { EvaluationInput } from '#evaluation/runtime/evaluate.ts';
import { isFaultOfContent } from '#protocol/content/fault.ts';
import { type ContentPointer, toCid } from '#protocol/content/pointer.ts';
import type { Content } from '#protocol/content/read-content.ts';
import { NO_ARCHITECTURE, toArchitectureContent } from '#protocol/task/architecture-content.ts';
import { NO_EVALUATION, toEvaluationContent } from '#protocol/task/evaluation-content.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import { requireFile } from '../content/require-file.ts';

/** Everything of an evaluation’s input that lies in content. */
export type EvaluationInputContent = Pick<
  EvaluationInput,
  'architecture' | 'graph' | 'evaluation' | 'data' | 'championParameters' | 'challengerParameters'
>;

export type ReadEvaluationInputParameters = {
  architecture: ContentPointer;
  evaluation: ContentPointer;
  championParameters: ContentPointer;
  /** Absent: the champion is measured as the baseline. */
  challengerParameters?: ContentPointer | undefined;
  /** Of the task: the most bytes that the network, and that the evaluation code with its data, may have. */
  terms: Pick<TaskTerms, 'storageQuotaBytes'>;
  /** Of its definition: the most bytes that a file of parameters may have. */
  definition: { maximumParameterBytes: number | bigint };
  /** Reads content that was verified against its pointer. @throws {ContentTooLargeError} beyond `maxBytes` */
  read: (pointer: ContentPointer, limit: { maxBytes: number }) => Promise<Content>;
};

/**
 * Reads what an evaluation judges, as operators do: of what is being judged, content that cannot be read counts as
 * empty, which makes the verdict `Invalid`.
 *
 * @throws what `read` throws for content that is not there, and, for content that is not being judged,
 * {ContentTooLargeError}, {UnsupportedContentError}.
 */
export async function readEvaluationInput(
  parameters: ReadEvaluationInputParameters,
): Promise<EvaluationInputContent> {
  const { read, challengerParameters, terms, definition } = parameters;
  const ofBundle = { maxBytes: Number(terms.storageQuotaBytes) };
  const ofParameters = { maxBytes: Number(definition.maximumParameterBytes) };
  const isBaseline = challengerParameters === undefined;
  const readParameters = async (pointer: ContentPointer) =>
    requireFile(await read(pointer, ofParameters), pointer);
  const readArchitecture = async (pointer: ContentPointer) =>
    toArchitectureContent(await read(pointer, ofBundle), toCid(pointer));
  const readEvaluation = async (pointer: ContentPointer) =>
    toEvaluationContent(await read(pointer, ofBundle), toCid(pointer));
  const judge = async <T>(reading: Promise<T>, isJudged: boolean, instead: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      if (isJudged && isFaultOfContent(error)) return instead;
      throw error;
    }
  };
  const nothing = new Uint8Array();
  const [architecture, evaluation, champion, challenger] = await Promise.all([
    judge(readArchitecture(parameters.architecture), isBaseline, NO_ARCHITECTURE),
    judge(readEvaluation(parameters.evaluation), isBaseline, NO_EVALUATION),
    judge(readParameters(parameters.championParameters), isBaseline, nothing),
    challengerParameters && judge(readParameters(challengerParameters), true, nothing),
  ]);
  return {
    ...architecture,
    ...evaluation,
    championParameters: champion,
    ...(challenger ? { challengerParameters: challenger } : {}),
  };
}
