import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import type { VerdictTerms } from '#protocol/verdict/rules.ts';
import type { EvaluationInput } from '../runtime/evaluate.ts';
import { createRandomSource } from '../runtime/judge/random.ts';
import { elementCount } from '../runtime/model/plan.ts';
import { readModel } from '../runtime/model/read-model.ts';
import { writeSafetensors } from '../runtime/parameters/safetensors.ts';
import type { Hex } from 'viem';

/** Inputs of tests and benches: small, seeded, complete. */

export const TEST_BUDGET: EvaluationBudget = {
  ticks: 50_000_000n,
  nativeWork: 10_000_000n,
  tensorElements: 10_000_000n,
  modelRuns: 100,
  memoryBytes: 32 * 1024 ** 2,
  stackBytes: 256 * 1024,
};

export const TEST_TERMS: VerdictTerms = {
  targetScore: 10n ** 18n,
  minGapBps: 100,
  rounds: 4,
  requiredWins: 4,
};

export const TEST_SEED: Hex = `0x${'5e'.repeat(32)}`;

/** A network 1-8-1 for `y = f(x)`. */
export const SMALL_ARCHITECTURE = {
  input: { shape: [1] },
  layers: [{ type: 'linear', outFeatures: 8 }, { type: 'tanh' }, { type: 'linear', outFeatures: 1 }],
};

/** Returns R² on x². */
export const SQUARE_JUDGE = `export default async function evaluate({ random, model, metrics }) {
  const x = random.uniform(200, -1, 1);
  const { y } = await model.run({ x });
  return metrics.rSquared(y.data, x.map((v) => v * v));
}
`;

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function encodeArchitecture(architecture: object): Uint8Array<ArrayBuffer> {
  return encodeText(JSON.stringify(architecture));
}

/** Parameters of an architecture, uniform in ±`scale`, drawn from a one-byte seed. */
export function drawParameters(
  architecture: object,
  { seed = 1, scale = 0.5, graph }: { seed?: number; scale?: number; graph?: Uint8Array } = {},
): Uint8Array<ArrayBuffer> {
  const plan = readModel({ architecture: encodeArchitecture(architecture), graph });
  const random = createRandomSource(`0x${seed.toString(16).padStart(2, '0').repeat(32)}`);
  return writeSafetensors(
    new Map(
      [...plan.parameters].map(([name, shape]) => [
        name,
        { shape, data: random.uniform(elementCount(shape), -scale, scale) },
      ]),
    ),
  );
}

/** A baseline measurement of the small network, with whatever a test wants different. */
export function smallInput(changes: Partial<EvaluationInput> = {}): EvaluationInput {
  return {
    architecture: encodeArchitecture(SMALL_ARCHITECTURE),
    evaluation: encodeText(SQUARE_JUDGE),
    championParameters: drawParameters(SMALL_ARCHITECTURE),
    terms: TEST_TERMS,
    seed: TEST_SEED,
    budget: TEST_BUDGET,
    ...changes,
  };
}

/** A judge whose body is given; it may use `random`, `model`, `metrics`, `tensor` and `data`. */
export function judge(body: string): Uint8Array<ArrayBuffer> {
  return encodeText(
    `export default async function evaluate({ random, model, metrics, tensor, data }) {\n${body}\n}\n`,
  );
}
