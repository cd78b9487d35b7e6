import type { Hex } from 'viem';
import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';
import { type EvaluationBudget, evaluationBudgetSchema } from '#protocol/evaluation/budget.ts';
import type { VerdictTerms } from '#protocol/verdict/rules.ts';
import type { Engine } from '../runtime/engine.ts';
import {
  type EvaluationInput,
  type EvaluationResult,
  type ModelRoundReport,
  evaluate,
} from '../runtime/evaluate.ts';
import { RUNTIME_ID } from '../runtime/runtime-id.ts';

/** What is evaluated: the challenger's parameters against the champion's. */
export type GoldenContent = {
  input: Omit<EvaluationInput, 'terms' | 'seed' | 'budget'>;
  /** The content identifiers of what the input consists of. */
  cids: { architecture: string; evaluation: string; champion: string; challenger: string };
};

/** An evaluation with its result, recorded once and the same ever since, on every host. */
export type Golden = z.infer<typeof goldenSchema>;

const TERMS: VerdictTerms = { targetScore: 10n ** 18n, minGapBps: 100, rounds: 4, requiredWins: 3 };
const SEED: Hex = `0x${'901d'.repeat(16)}`;
const BUDGET: EvaluationBudget = {
  ticks: 1_000_000_000n,
  nativeWork: 100_000_000n,
  tensorElements: 100_000_000n,
  modelRuns: 1_000,
  memoryBytes: 64 * 1024 ** 2,
  stackBytes: 256 * 1024,
};

/** Big integers are decimal strings in the file, so that no reader rounds them. */
const decimal = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => BigInt(text));
const bytes32 = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value));
const modelRound = z.object({ score: decimal, ticks: decimal });

const goldenSchema = z.strictObject({
  runtimeId: bytes32,
  cids: z.strictObject({
    architecture: z.string(),
    evaluation: z.string(),
    champion: z.string(),
    challenger: z.string(),
  }),
  seed: bytes32,
  terms: z.strictObject({
    targetScore: decimal,
    minGapBps: z.number(),
    rounds: z.number(),
    requiredWins: z.number(),
  }),
  budget: evaluationBudgetSchema.extend({ ticks: decimal, nativeWork: decimal, tensorElements: decimal }),
  outcome: z.enum(['Improved', 'NotImproved']),
  /** First the deciding rounds, then the pricing ones. */
  rounds: z.array(z.strictObject({ champion: modelRound, challenger: modelRound })),
  traceDigest: bytes32,
});

/** The recorded values belong to another runtime than this one. */
export class GoldenOutdatedError extends BaseError {
  override name = 'GoldenOutdatedError';
  constructor({ name, recorded }: { name: string; recorded: Hex }) {
    super(`The golden values of ${name} are those of the runtime ${recorded}, and this is ${RUNTIME_ID}.`, {
      metaMessages: ['Record them again with "npm run generate", and read what has changed.'],
    });
  }
}

/** The recorded values belong to other content than this. */
export class GoldenContentChangedError extends BaseError {
  override name = 'GoldenContentChangedError';
  constructor({ name, changed }: { name: string; changed: readonly string[] }) {
    super(`The golden values of ${name} were recorded with another ${changed.join(', ')}.`, {
      metaMessages: ['If the change was meant, record them again with "npm run generate".'],
    });
  }
}

/** The same runtime computes something else than it did. */
export class GoldenMismatchError extends BaseError {
  override name = 'GoldenMismatchError';
  constructor({ name, differences }: { name: string; differences: readonly string[] }) {
    super(`The evaluation of ${name} came out differently, although the runtime id is the same.`, {
      metaMessages: [
        ...differences,
        'Operators with one runtime id must compute the same bits: undo what changed them, or raise RUNTIME_VERSION in runtime-id.ts and run "npm run generate".',
      ],
      docsPath: 'evaluation.md#golden-vectors',
    });
  }
}

/** The evaluation that is recorded for a content. */
export function goldenInput({ input }: GoldenContent): EvaluationInput {
  return { ...input, terms: TERMS, seed: SEED, budget: BUDGET };
}

/** Evaluates in this process and makes the record. */
export async function computeGolden(engine: Engine, content: GoldenContent): Promise<Golden> {
  return recordGolden(content, await evaluate(engine, goldenInput(content)));
}

/** Makes the record of an evaluation. @throws {RangeError} for one without rounds of two models. */
export function recordGolden({ cids }: GoldenContent, result: EvaluationResult): Golden {
  if (result.outcome === 'Invalid' || result.outcome === 'Baseline') {
    throw new RangeError(`there is nothing to record: the outcome is ${result.outcome}`);
  }
  return {
    runtimeId: RUNTIME_ID,
    cids,
    seed: SEED,
    terms: TERMS,
    budget: BUDGET,
    outcome: result.outcome,
    rounds: result.rounds.map(({ champion, challenger }) => ({
      champion: recordModelRound(champion),
      challenger: recordModelRound(challenger),
    })),
    traceDigest: result.traceDigest,
  };
}

/**
 * Compares a record with what is computed now.
 *
 * @param parameters.name Whose record it is, for the messages.
 * @throws {GoldenOutdatedError}, {GoldenContentChangedError}, {GoldenMismatchError}
 */
export function checkGolden(parameters: { name: string; recorded: Golden; computed: Golden }): void {
  const { name, recorded, computed } = parameters;
  if (recorded.runtimeId !== computed.runtimeId) {
    throw new GoldenOutdatedError({ name, recorded: recorded.runtimeId });
  }
  const before = { ...flatten('', recorded) };
  const now = { ...flatten('', computed) };
  const differing = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (key) => before[key] !== now[key],
  );
  const isGiven = (key: string) => /^(cids|seed|terms|budget)\b/.test(key);
  const changed = differing.filter(isGiven);
  if (changed.length > 0) throw new GoldenContentChangedError({ name, changed });
  if (differing.length > 0) {
    throw new GoldenMismatchError({
      name,
      differences: differing.map((key) => `${key} was ${before[key]} and is ${now[key]}.`),
    });
  }
}

/** Reads a record. */
export function parseGolden(json: string): Golden {
  return goldenSchema.parse(JSON.parse(json));
}

/** Writes a record. */
export function formatGolden(golden: Golden): string {
  const text = JSON.stringify(
    golden,
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    2,
  );
  return `${text}\n`;
}

function recordModelRound(report: ModelRoundReport | undefined): Golden['rounds'][number]['champion'] {
  if (!report) throw new RangeError('there is nothing to record: a round has no challenger');
  return { score: report.score, ticks: report.usage.ticks };
}

/** Every leaf by its path, `rounds.0.champion.score`. */
function flatten(path: string, value: unknown): { [path: string]: string } {
  if (typeof value !== 'object' || value === null) return { [path]: String(value) };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, item]) => flatten(path === '' ? key : `${path}.${key}`, item)),
  ) as { [path: string]: string };
}
