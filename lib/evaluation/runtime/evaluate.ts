import { type Hex, bytesToHex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import { type InvalidReason, describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { roundSeed } from '#protocol/verdict/messages.ts';
import type { DataFile } from '#protocol/task/evaluation-content.ts';
import { type VerdictTerms, decide, price } from '#protocol/verdict/rules.ts';
import type { RoundScores } from '#protocol/verdict/scores.ts';
import { ArchitectureError } from './architecture/error.ts';
import { EvaluationCancelledError } from './cancelled-error.ts';
import type { Engine } from './engine.ts';
import { type InputDigests, createInputDigests } from './input-digests.ts';
import { createReplayedRandom } from './judge/replay.ts';
import type { ModelPlan, ParameterBytes } from './model/plan.ts';
import { readModel } from './model/read-model.ts';
import { type DataFiles, indexDataFiles } from './judge/data-files.ts';
import { type Model, UnsupportedGraphError, createModel } from './model/session.ts';
import { fitParameters } from './parameters/fit.ts';
import { HostFailureError } from './sandbox/host-failure-error.ts';
import { EvaluationLoadError, type Sandbox, loadSandbox } from './sandbox/sandbox.ts';
import type { BudgetItem, BudgetUsage } from './sandbox/budget-meter.ts';
import { toScore } from './score.ts';
import { type TraceHash, createTraceHash } from './trace.ts';

/** Everything that an evaluation depends on. */
export type EvaluationInput = {
  /** `architecture.json` */
  architecture: Uint8Array<ArrayBuffer>;
  /** The ONNX graph that `architecture.json` refers to, if it does. */
  graph?: Uint8Array<ArrayBuffer>;
  /** `evaluation.js` */
  evaluation: Uint8Array<ArrayBuffer>;
  /** The files below `data/`, in whatever order. @default none */
  data?: readonly DataFile[];
  /** Safetensors file of the champion; of the initial parameters when there is no challenger. */
  championParameters: Uint8Array<ArrayBuffer>;
  /** Safetensors file of the challenger. Absent: the champion is measured as the baseline. */
  challengerParameters?: Uint8Array<ArrayBuffer>;
  terms: VerdictTerms;
  /** The submission's seed, 32 bytes. */
  seed: Hex;
  /** Of each round of each model. */
  budget: EvaluationBudget;
};

export type ModelRole = 'champion' | 'challenger';
export type EvaluationPhase = 'deciding' | 'pricing';

/** How one model fared in one round. */
export type ModelRoundReport = {
  /** 1e18 = 1. */
  score: bigint;
  /** For the owner: the error with file and line, or the budget exceeded; the score is then 0. */
  error?: string;
  exceeded?: BudgetItem;
  usage: BudgetUsage;
};

export type RoundReport = {
  /** Deciding rounds count from 0 to K − 1, pricing rounds from K to 2K − 1. */
  round: number;
  phase: EvaluationPhase;
  champion: ModelRoundReport;
  /** Absent when the baseline is measured. */
  challenger?: ModelRoundReport;
};

export type EvaluationResult =
  | {
      outcome: 'Baseline' | 'Improved' | 'NotImproved';
      /** Deciding rounds won by the challenger. */
      wins: number;
      deciding: RoundScores[];
      /** Empty unless the deciding rounds passed. */
      pricing: RoundScores[];
      championDecidingSum: bigint;
      challengerDecidingSum: bigint;
      championPricingSum: bigint;
      challengerPricingSum: bigint;
      /** SHA-256 over all inputs, outputs and scores. Keep it secret until the verdict is on-chain. */
      traceDigest: Hex;
      rounds: RoundReport[];
    }
  | {
      outcome: 'Invalid';
      reason: InvalidReason;
      /** SHA-256 of the reason. */
      traceDigest: Hex;
    };

/** Sent before each (round, model). */
export type EvaluationProgress = {
  phase: EvaluationPhase;
  round: number;
  model: ModelRole;
  /** Model rounds finished, of those known to be needed so far. */
  finished: number;
  total: number;
};

export type EvaluateOptions = {
  onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  /** Told how each round went, as soon as all models have played it. */
  onRound?: ((report: RoundReport) => void) | undefined;
  /** Ends the evaluation between two model runs with `EvaluationCancelledError`. */
  signal?: AbortSignal | undefined;
};

/** The task or its champion cannot be evaluated although it was before: nothing can be said about the challenger. */
export class UnusableTaskError extends BaseError {
  override name = 'UnusableTaskError';
  constructor(reason: InvalidReason) {
    super('The champion or the task itself cannot be evaluated.', {
      details: describeInvalidReason(reason),
      metaMessages: ['It was when the task was opened. Check that the content is what the chain points to.'],
    });
  }
}

/**
 * Evaluates a challenger against the champion, or measures a baseline.
 *
 * Both models judge the same data, each round in a fresh sandbox that is not told which model it judges. K rounds
 * decide; only when they pass, K further ones price. The result is the same bits for the same input, everywhere.
 *
 * @throws EvaluationCancelledError
 * @throws HostFailureError the host failed: abstain.
 * @throws UnusableTaskError the task or its champion is not what was verified before: abstain.
 */
export async function evaluate(
  engine: Engine,
  input: EvaluationInput,
  options: EvaluateOptions = {},
): Promise<EvaluationResult> {
  const isBaseline = input.challengerParameters === undefined;
  const prepared = await prepare(engine, input);
  if ('reason' in prepared) {
    const { reason, isSubject } = prepared;
    if (!isSubject) throw new UnusableTaskError(reason);
    return { outcome: 'Invalid', reason, traceDigest: await reasonDigest(engine, reason) };
  }

  const trace = createTraceHash('zarathustra.evaluation.v1');
  traceInput(trace, engine, input, prepared.data);
  const models: { role: ModelRole; model: Model }[] = [];
  try {
    models.push({ role: 'champion', model: load(engine, prepared.plan, prepared.champion) });
    if (prepared.challenger) {
      models.push({ role: 'challenger', model: load(engine, prepared.plan, prepared.challenger) });
    }
    const { sandbox, data } = prepared;
    const { terms } = input;
    const startRandoms = createReplayedRandom();
    const inputDigests = createInputDigests();
    const rounds: RoundReport[] = [];
    const runPhase = async (phase: EvaluationPhase): Promise<RoundScores[]> => {
      const first = phase === 'deciding' ? 0 : terms.rounds;
      for (let round = first; round < first + terms.rounds; round++) {
        const report = await runRound({
          input,
          options,
          sandbox,
          data,
          models,
          startRandom: startRandoms(roundSeed({ seed: input.seed, round })),
          inputDigests,
          trace,
          phase,
          round,
          first,
        });
        rounds.push(report);
        options.onRound?.(report);
      }
      return rounds.slice(first).map(scoresOf);
    };

    const deciding = await runPhase('deciding');
    const decision = decide({ terms, rounds: deciding });
    const passed = !isBaseline && decision.passed;
    const pricing = passed ? await runPhase('pricing') : [];
    const priced = price({ terms, rounds: pricing });
    const improved = passed && priced.improved;
    const outcome = isBaseline ? 'Baseline' : improved ? 'Improved' : 'NotImproved';
    trace.addText(outcome);
    return {
      outcome,
      wins: isBaseline ? 0 : decision.wins,
      deciding,
      pricing,
      championDecidingSum: decision.championSum,
      challengerDecidingSum: decision.challengerSum,
      championPricingSum: priced.championSum,
      challengerPricingSum: priced.challengerSum,
      traceDigest: bytesToHex(await trace.digest()),
      rounds,
    };
  } catch (error) {
    if (!(error instanceof UnsupportedGraphError)) throw error;
    const reason: InvalidReason = { type: 'unusable-architecture', problem: error.shortMessage };
    if (!isBaseline) throw new UnusableTaskError(reason);
    return { outcome: 'Invalid', reason, traceDigest: await reasonDigest(engine, reason) };
  } finally {
    for (const { model } of models) model.release();
    prepared.sandbox.release();
  }
}

type Prepared = {
  plan: ModelPlan;
  champion: ParameterBytes;
  challenger?: ParameterBytes;
  data: DataFiles;
  sandbox: Sandbox;
};

/** Parses and checks everything; `isSubject` tells whether the reason concerns what is being judged. */
async function prepare(
  engine: Engine,
  input: EvaluationInput,
): Promise<Prepared | { reason: InvalidReason; isSubject: boolean }> {
  const { challengerParameters, budget, evaluation } = input;
  const isBaseline = challengerParameters === undefined;

  let plan: ModelPlan;
  try {
    plan = readModel(input);
  } catch (error) {
    if (!(error instanceof ArchitectureError)) throw error;
    return { reason: { type: 'unusable-architecture', problem: error.problem }, isSubject: isBaseline };
  }
  const challenger = challengerParameters && fitParameters(plan, challengerParameters);
  if (challenger && !challenger.fits) return { reason: challenger.reason, isSubject: true };
  const champion = fitParameters(plan, input.championParameters);
  if (!champion.fits) return { reason: champion.reason, isSubject: isBaseline };

  const data = indexDataFiles(input.data ?? []);
  if ('problem' in data) {
    return { reason: { type: 'unusable-evaluation', problem: data.problem }, isSubject: isBaseline };
  }
  try {
    const sandbox = loadSandbox({ quickJs: engine.quickJs, evaluation, budget });
    return {
      plan,
      champion: champion.parameters,
      ...(challenger ? { challenger: challenger.parameters } : {}),
      data: data.files,
      sandbox,
    };
  } catch (error) {
    if (!(error instanceof EvaluationLoadError)) throw error;
    return { reason: { type: 'unusable-evaluation', problem: error.problem }, isSubject: isBaseline };
  }
}

function load({ onnxRuntime }: Engine, plan: ModelPlan, parameters: ParameterBytes): Model {
  try {
    return createModel(onnxRuntime, plan, parameters);
  } catch (error) {
    if (error instanceof UnsupportedGraphError) throw error;
    throw new HostFailureError(error);
  }
}

async function runRound({
  input,
  options,
  sandbox,
  data,
  models,
  startRandom,
  inputDigests,
  trace,
  phase,
  round,
  first,
}: {
  input: EvaluationInput;
  options: EvaluateOptions;
  sandbox: Sandbox;
  data: DataFiles;
  models: readonly { role: ModelRole; model: Model }[];
  /** Starts anew for each model. */
  startRandom: ReturnType<ReturnType<typeof createReplayedRandom>>;
  inputDigests: InputDigests;
  trace: TraceHash;
  phase: EvaluationPhase;
  round: number;
  /** The first round of the phase. */
  first: number;
}): Promise<RoundReport> {
  const reports: { [role in ModelRole]?: ModelRoundReport } = {};
  inputDigests.startRound();
  for (const [index, { role, model }] of models.entries()) {
    if (options.signal?.aborted) throw new EvaluationCancelledError();
    options.onProgress?.({
      phase,
      round,
      model: role,
      finished: round * models.length + index,
      total: (first + input.terms.rounds) * models.length,
    });
    trace.addText(`${phase} ${round} ${role}`);
    inputDigests.startModel();
    const run = sandbox.run({
      random: startRandom(),
      model,
      data,
      signal: options.signal,
      // Their shapes follow from their lengths and the architecture.
      onModelRun: (entering, leaving) => {
        inputDigests.startRun();
        for (const values of entering) trace.add(bytesOf(values), inputDigests.digestOf);
        for (const values of leaving) trace.add(bytesOf(values));
      },
    });
    await trace.settled();
    const { error, exceeded, usage } = run;
    const score = toScore(run.score);
    // With the number of runs, the frames before can be told apart.
    trace.addText(`${score} ${usage.modelRuns}`);
    reports[role] = { score, ...(error ? { error } : {}), ...(exceeded ? { exceeded } : {}), usage };
  }
  const { champion, challenger } = reports;
  if (!champion) throw new TypeError('A round needs a champion.');
  return { round, phase, champion, ...(challenger ? { challenger } : {}) };
}

function bytesOf(values: (Float32Array | Int32Array) & { buffer: ArrayBuffer }): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function scoresOf({ champion, challenger }: RoundReport): RoundScores {
  return { champion: champion.score, challenger: challenger?.score ?? 0n };
}

function traceInput(trace: TraceHash, engine: Engine, input: EvaluationInput, data: DataFiles): void {
  const { terms, budget } = input;
  trace.addText(engine.runtimeId);
  trace.addText(input.seed.toLowerCase());
  trace.addText([terms.targetScore, terms.minGapBps, terms.rounds, terms.requiredWins].join());
  trace.addText(
    [
      budget.ticks,
      budget.nativeWork,
      budget.tensorElements,
      budget.modelRuns,
      budget.memoryBytes,
      budget.stackBytes,
    ].join(),
  );
  trace.add(input.architecture);
  if (input.graph) trace.add(input.graph);
  trace.add(input.evaluation);
  trace.addText(`data ${data.size}`);
  for (const [name, bytes] of data) {
    trace.addText(name);
    trace.add(bytes);
  }
  trace.add(input.championParameters);
  trace.addText(input.challengerParameters ? 'challenger' : 'baseline');
  if (input.challengerParameters) trace.add(input.challengerParameters);
}

async function reasonDigest(engine: Engine, reason: InvalidReason): Promise<Hex> {
  const trace = createTraceHash('zarathustra.evaluation.invalid.v1');
  trace.addText(engine.runtimeId);
  trace.addText(JSON.stringify(reason, Object.keys(reason).sort()));
  return bytesToHex(await trace.digest());
}
