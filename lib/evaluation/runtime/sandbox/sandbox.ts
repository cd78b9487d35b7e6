import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { EvaluationCancelledError } from '../cancelled-error.ts';
import type { RandomSource } from '../judge/random.ts';
import type { DataFiles } from '../judge/data-files.ts';
import type { Model } from '../model/session.ts';
import { type BudgetItem, type BudgetUsage, createMeter } from './budget-meter.ts';
import { type Guest, type GuestAddresses, type GuestValue, createGuest, startGuest } from './guest.ts';
import { HostFailureError } from './host-failure-error.ts';
import {
  type HostFunctionContext,
  type OnModelRun,
  defineHostFunctions,
  serveHostFunctions,
} from './host-functions.ts';
import { meterWasm } from './meter-wasm.ts';
import { EVALUATION_FILE, PRELUDE, PRELUDE_FILE } from './prelude.ts';
import {
  INITIAL_PAGES,
  type InstanceOwner,
  MAX_DEPTH,
  type QuickJsInstance,
  instantiateQuickJs,
} from './quickjs-instance.ts';
import { type MemoryImage, restoreImage, takeImage } from './snapshot.ts';

/** 0 would switch the interpreter's own limit off, and more than this would not fit the stack that the linker reserved. */
const STACK_BYTES = { min: 16 * 1024, max: 4 * 1024 ** 2 };

/** The meter counts in signed 64-bit integers. */
const MAX_TICKS = 2n ** 62n;

/** An error's text is kept up to this length. */
const MAX_ERROR_CHARACTERS = 2_000;

const PRELUDE_FRAME = /^ +at [^\n]*\(prelude\.js:[^\n]*\n?/gm;

/** `evaluation.js` cannot be loaded, whatever the model. */
export class EvaluationLoadError extends BaseError {
  override name = 'EvaluationLoadError';
  /** What is wrong and where; the same text on every machine. */
  readonly problem: string;
  constructor(problem: string) {
    super('evaluation.js cannot be loaded.', { details: problem, docsPath: 'evaluation.md#evaluationjs' });
    this.problem = problem;
  }
}

/** What one run of evaluation code came to. */
export type SandboxRun = {
  /** As returned; 0 when an error or an exceeded budget ended the run. */
  score: number;
  /** The error with its file and line, or the budget that was exceeded. */
  error?: string;
  /** The budget that ended the run, if one did. */
  exceeded?: BudgetItem;
  usage: BudgetUsage;
};

/** Evaluation code, loaded once. */
export type Sandbox = {
  /**
   * Calls `evaluate` in a state that no earlier call has touched.
   *
   * @param parameters.onModelRun Is told of every call of the model, in order.
   * @throws HostFailureError
   * @throws EvaluationCancelledError
   */
  run(parameters: {
    random: RandomSource;
    model: Model;
    data: DataFiles;
    onModelRun?: OnModelRun;
    signal?: AbortSignal | undefined;
  }): SandboxRun;
  /** Ends it; no run may follow or be active. */
  release(): void;
};

/** The metered binary, and the memory of an interpreter that has run the prelude: nothing of any evaluation. */
export type QuickJs = {
  module: WebAssembly.Module;
  image: MemoryImage;
  addresses: PreparedAddresses;
  /** An instance that an evaluation has left at rest; bringing its memory back is less work than to start another. */
  idle: QuickJsInstance | undefined;
};

type PreparedAddresses = GuestAddresses & {
  /** The prelude's function which calls the evaluation code's default export. */
  invoke: GuestValue;
  /** The prelude's function which makes a text of what was thrown. */
  describe: GuestValue;
  /** The prelude's function which makes a TypeError of a text. */
  newTypeError: GuestValue;
};

type Loaded = {
  instance: QuickJsInstance;
  guest: Guest;
  addresses: PreparedAddresses;
  evaluate: GuestValue;
  image: MemoryImage;
  /** What the host functions act on. */
  current: HostFunctionContext;
  /** Ticks that loading has left: every run pays for it, as if it had loaded the code itself. */
  ticksLeft: bigint;
};

/** Instruments and compiles the pinned binary, and runs the prelude; needed once. */
export async function prepareQuickJs(binary: Uint8Array): Promise<QuickJs> {
  const module = await WebAssembly.compile(
    meterWasm(binary, { initialPages: INITIAL_PAGES, maxDepth: MAX_DEPTH }),
  );
  const instance = instantiateQuickJs(module, { memoryBytes: 0, callHost: () => 0 });
  const started = startGuest(instance);
  const guest = createGuest(instance, started);
  const { value: prelude } = guest.evaluateScript(PRELUDE, PRELUDE_FILE);
  const { value: functions } = prelude ? guest.call(prelude, defineHostFunctions(guest)) : {};
  if (!functions) throw new TypeError('The prelude cannot be run.');
  const addresses = {
    ...started,
    invoke: guest.get(functions, 0),
    describe: guest.get(functions, 1),
    newTypeError: guest.get(functions, 2),
  };
  return { module, image: takeImage(instance), addresses, idle: undefined };
}

/**
 * Loads evaluation code into a metered QuickJS.
 *
 * @param parameters.evaluation UTF-8 source of an ES module whose default export is the judge.
 * @throws EvaluationLoadError
 * @throws HostFailureError
 */
export function loadSandbox(parameters: {
  quickJs: QuickJs;
  evaluation: Uint8Array;
  budget: EvaluationBudget;
}): Sandbox {
  const { quickJs } = parameters;
  const budget = boundBudget(parameters.budget);
  const source = decodeSource(parameters.evaluation);
  let loaded: Loaded | undefined = load({ quickJs, source, budget });

  return {
    run({ random, model, data, onModelRun, signal }) {
      if (loaded) restoreImage(loaded.instance, loaded.image);
      else loaded = load({ quickJs, source, budget });
      const { instance, ticksLeft, current } = loaded;
      instance.fuel.set(ticksLeft);
      const meter = createMeter({ budget, fuel: instance.fuel });
      current.run = { random, model, data, meter, onModelRun, signal };
      try {
        const result = drive(loaded);
        return { ...readResult(result), usage: meter.usage() };
      } catch (error) {
        // A trapped instance has frames of the interrupted call on its stack.
        loaded = undefined;
        const exceeded = classifyTrap(error, instance, meter.exceeded());
        return {
          score: 0,
          error: exceeded
            ? `The evaluation exceeded its budget of ${exceeded}.`
            : 'The evaluation crashed the sandbox.',
          ...(exceeded ? { exceeded } : {}),
          usage: meter.usage(),
        };
      }
    },
    release() {
      // A memory that has grown stays grown: another evaluation's limit would not hold.
      if (loaded && !loaded.instance.hasGrown()) quickJs.idle = loaded.instance;
      loaded = undefined;
    },
  };
}

/** Calls the judge and runs its promise jobs; the model has answered by the time that `model.run` returns. */
function drive({ guest, addresses, evaluate }: Loaded): number | string {
  const { value: promise, error } = guest.call(addresses.invoke, evaluate);
  if (promise === undefined) return describeThrown(guest, addresses, error);
  const thrown = guest.runJobs();
  if (thrown !== undefined) return describeThrown(guest, addresses, thrown);
  const outcome = guest.promise(promise);
  if (outcome.state === 'pending') return 'Error: evaluate waits for a promise that nothing will settle.';
  if (outcome.state === 'rejected') return describeThrown(guest, addresses, outcome.value);
  return guest.typeOf(outcome.value) === 'number'
    ? guest.getNumber(outcome.value)
    : guest.getText(outcome.value);
}

/** Starts from the prepared memory image, and loads the evaluation code within the budget. */
function load({
  quickJs,
  source,
  budget,
}: {
  quickJs: QuickJs;
  source: string;
  budget: EvaluationBudget;
}): Loaded {
  const { image, addresses } = quickJs;
  const current: HostFunctionContext = { newTypeError: addresses.newTypeError };
  const callHost = serveHostFunctions(current);
  const instance = takeInstance(quickJs, { memoryBytes: budget.memoryBytes, callHost });
  restoreImage(instance, image);
  const guest = createGuest(instance, addresses);
  current.guest = guest;
  guest.setMaxStackSize(budget.stackBytes);

  instance.fuel.set(budget.ticks);
  try {
    const evaluate = loadDefaultExport(guest, addresses, source);
    return {
      instance,
      guest,
      addresses,
      evaluate,
      image: takeImage(instance, image.statics.length),
      current,
      ticksLeft: instance.fuel.left(),
    };
  } catch (error) {
    if (error instanceof EvaluationLoadError) throw error;
    const exceeded = classifyTrap(error, instance, undefined);
    throw new EvaluationLoadError(
      exceeded ? `Loading it exceeded the budget of ${exceeded}.` : 'Loading it crashed the sandbox.',
    );
  }
}

function takeInstance(quickJs: QuickJs, owner: InstanceOwner): QuickJsInstance {
  const { idle } = quickJs;
  quickJs.idle = undefined;
  if (idle) {
    idle.assign(owner);
    return idle;
  }
  try {
    return instantiateQuickJs(quickJs.module, owner);
  } catch (error) {
    throw new HostFailureError(error);
  }
}

function loadDefaultExport(guest: Guest, addresses: PreparedAddresses, source: string): GuestValue {
  const fail = (thrown: GuestValue): never => {
    throw new EvaluationLoadError(describeThrown(guest, addresses, thrown));
  };
  const { value: promise, error } = guest.evaluateModule(source, EVALUATION_FILE);
  if (promise === undefined) return fail(error);
  const thrown = guest.runJobs();
  if (thrown !== undefined) return fail(thrown);
  const module = guest.promise(promise);
  if (module.state === 'pending') throw new EvaluationLoadError('Its top level waits for a promise.');
  if (module.state === 'rejected') return fail(module.value);
  const evaluate = guest.get(module.value, 'default');
  if (guest.typeOf(evaluate) !== 'function') {
    throw new EvaluationLoadError('It has no default export that is a function.');
  }
  return evaluate;
}

/**
 * Why a call into the sandbox did not return.
 *
 * @returns The budget exceeded; `undefined` for a trap of another kind, which is the same on every machine.
 * @throws HostFailureError where the host is to blame.
 */
function classifyTrap(
  error: unknown,
  { fuel, growth, isTooDeep }: QuickJsInstance,
  exceeded: BudgetItem | undefined,
): BudgetItem | undefined {
  if (error instanceof HostFailureError || error instanceof EvaluationCancelledError) throw error;
  if (growth.hostFailure) throw new HostFailureError(growth.hostFailure);
  if (exceeded) return exceeded;
  if (growth.exceeded) return 'memoryBytes';
  if (isTooDeep()) return 'stackBytes';
  if (fuel.isSpent()) return 'ticks';
  if (error instanceof WebAssembly.RuntimeError) return undefined;
  throw new HostFailureError(error);
}

function readResult(result: number | string): Pick<SandboxRun, 'score' | 'error'> {
  return typeof result === 'number' ? { score: result } : { score: 0, error: truncate(result) };
}

function describeThrown(guest: Guest, { describe }: PreparedAddresses, thrown: GuestValue): string {
  const { value } = guest.call(describe, thrown);
  return truncate(
    value === undefined ? 'An error that cannot be described was thrown.' : guest.getText(value),
  );
}

/** Drops the frames that are not the owner's, and bounds the length. */
function truncate(error: string): string {
  return error.replaceAll(PRELUDE_FRAME, '').trimEnd().slice(0, MAX_ERROR_CHARACTERS);
}

/** The budget with what the interpreter could not represent brought into range; the same everywhere. */
function boundBudget(budget: EvaluationBudget): EvaluationBudget {
  return {
    ...budget,
    ticks: budget.ticks < MAX_TICKS ? budget.ticks : MAX_TICKS,
    stackBytes: Math.min(Math.max(budget.stackBytes, STACK_BYTES.min), STACK_BYTES.max),
  };
}

function decodeSource(evaluation: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(evaluation);
  } catch (error) {
    if (error instanceof TypeError) throw new EvaluationLoadError('It is not UTF-8.');
    throw error;
  }
}
