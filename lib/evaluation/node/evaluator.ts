import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvaluationAbstainedError } from '../runtime/abstained-error.ts';
import { EvaluationCancelledError } from '../runtime/cancelled-error.ts';
import type { EvaluateOptions, EvaluationInput, EvaluationResult } from '../runtime/evaluate.ts';
import type { EvaluationReply, EvaluationRequest, Evaluator } from '../runtime/evaluator.ts';
import { type EngineBinaries, verifyBinaries } from '../runtime/engine.ts';
import { wallClockLimitMs } from '../runtime/wall-clock.ts';
import { readEngineParts } from './engine-parts.ts';
import { type IsolationTools, findIsolationTools } from './isolation.ts';
import { readResidentBytes } from './resident-size.ts';

const PROCESS_FILE = fileURLToPath(new URL('./evaluator-process.ts', import.meta.url));

/** The repository: all that the child may read. */
const READABLE_DIRECTORY = fileURLToPath(new URL('../../../', import.meta.url));

/** Nothing of the parent's environment: no secret and no setting reaches the child. */
const ENVIRONMENT = { NODE_ENV: 'production' } as const;

const DEFAULT_MEMORY_BYTES = 2 * 1024 ** 3;
const KEPT_STDERR_CHARACTERS = 4_000;
const REFILL_DELAY_MS = 3_000;
/** A process grows by tens of megabytes in this time at most. */
const WATCH_INTERVAL_MS = 20;

export type EvaluatorOptions = {
  /** What a process may allocate in all, WebAssembly included; 2 GiB by default. */
  memoryBytes?: number;
  /** Overrides the limit that follows from the budget (`wallClockLimitMs`). */
  wallClockMs?: number;
  /** How many processes are kept ready; 1 by default. */
  warmProcesses?: number;
  /** What to isolate with. @default what this machine has */
  tools?: IsolationTools;
  /** The pinned binaries. @default those of the installed packages */
  readBinaries?: () => Promise<EngineBinaries>;
};

/** An evaluator that says how well it isolates. */
export type NodeEvaluator = Evaluator & {
  isolation: {
    /** `limited`: allocating more fails. `watched`: the process is killed soon after it has grown too large. */
    memory: 'limited' | 'watched';
    /** `none`: its processes have no network at all. `shared`: only nothing in them gives evaluation code a way to it. */
    network: 'none' | 'shared';
  };
  /** Resolves when the processes that are kept ready are. */
  ready(): Promise<void>;
  /** Of the processes that are ready or at work. */
  processIds(): readonly number[];
};

/** A process that evaluates once. */
type EvaluatorProcess = {
  child: ChildProcess;
  /** Resolves when it can take its evaluation, or has ended. */
  ready: Promise<void>;
  /** Resolves when it has ended, with the reason. */
  ended: Promise<string>;
  kill(): void;
};

/**
 * Evaluates in child processes: each evaluation gets a fresh one with a memory limit, an empty environment, an empty
 * working directory and no permission to write, spawn or leave the repository. A kill really ends it, native loops
 * included. Processes are started ahead, so that an evaluation finds one ready.
 *
 * @throws RuntimeMismatchError the installed binaries are not those that verdicts are computed with.
 */
export async function createEvaluator(options: EvaluatorOptions = {}): Promise<NodeEvaluator> {
  const { memoryBytes = DEFAULT_MEMORY_BYTES, warmProcesses = 1, readBinaries = readEngineParts } = options;
  await verifyBinaries(await readBinaries());
  const tools = options.tools ?? findIsolationTools();
  const workingDirectory = await mkdtemp(join(tmpdir(), 'zarathustra-evaluation-'));
  const warm: EvaluatorProcess[] = [];
  const running = new Map<EvaluatorProcess, () => void>();
  let closed = false;

  const refill = () => {
    while (!closed && warm.length < warmProcesses) {
      const started = startProcess({ memoryBytes, workingDirectory, tools });
      warm.push(started);
      // One that dies while it waits is not replaced at once: what killed it would kill the next one too.
      void started.ended.then(() => {
        const index = warm.indexOf(started);
        if (index >= 0) warm.splice(index, 1);
      });
    }
  };
  refill();
  // Warming a process up takes a second of CPU: not in the moment in which the verdict that was just found is sent out.
  let refilling: NodeJS.Timeout | undefined;
  const refillSoon = () => {
    clearTimeout(refilling);
    refilling = setTimeout(refill, REFILL_DELAY_MS).unref();
  };

  /** Processes that were told to end. */
  const ending = new Set<Promise<unknown>>();
  return {
    isolation: {
      memory: tools.prlimit ? 'limited' : 'watched',
      network: tools.unshare ? 'none' : 'shared',
    },
    async ready() {
      await Promise.all(warm.map(({ ready }) => ready));
    },
    processIds: () =>
      [...warm, ...running.keys()].flatMap(({ child: { pid } }) => (pid === undefined ? [] : [pid])),
    async evaluate(input, { onProgress, onRound, signal } = {}) {
      if (closed || signal?.aborted) throw new EvaluationCancelledError();
      const process_ = warm.shift() ?? startProcess({ memoryBytes, workingDirectory, tools });
      const cancellation = new AbortController();
      running.set(process_, () => cancellation.abort());
      try {
        return await evaluateIn(process_, input, {
          onProgress,
          onRound,
          signal: signal ? AbortSignal.any([signal, cancellation.signal]) : cancellation.signal,
          wallClockMs: options.wallClockMs ?? wallClockLimitMs(input),
          watchedBytes: tools.prlimit ? undefined : memoryBytes,
        });
      } finally {
        running.delete(process_);
        process_.kill();
        // Its end is not waited for: the result is there.
        ending.add(process_.ended);
        void process_.ended.then(() => ending.delete(process_.ended));
        refillSoon();
      }
    },
    async close() {
      closed = true;
      clearTimeout(refilling);
      for (const cancel of running.values()) cancel();
      const processes = [...warm, ...running.keys()];
      for (const process_ of processes) process_.kill();
      await Promise.all([...processes.map((process_) => process_.ended), ...ending]);
      await rm(workingDirectory, { recursive: true, force: true });
    },
  };
}

function evaluateIn(
  { child, ready, ended, kill }: EvaluatorProcess,
  input: EvaluationInput,
  {
    onProgress,
    onRound,
    signal,
    wallClockMs,
    watchedBytes,
  }: EvaluateOptions & {
    signal: AbortSignal;
    wallClockMs: number;
    /** Where nothing limits the memory of the process: the resident size at which it is killed. */
    watchedBytes: number | undefined;
  },
): Promise<EvaluationResult> {
  return new Promise((resolve, reject) => {
    let killedBecause: Error | undefined;
    const stop = (error: Error) => {
      killedBecause ??= error;
      kill();
    };
    const cancel = () => stop(new EvaluationCancelledError());
    const timer = setTimeout(() => {
      stop(new EvaluationAbstainedError('wall-clock', `It took longer than ${wallClockMs} ms.`));
    }, wallClockMs);
    const watch =
      watchedBytes === undefined
        ? undefined
        : setInterval(() => {
            void readResidentBytes(child.pid ?? 0).then((bytes = 0) => {
              if (bytes <= watchedBytes) return;
              stop(
                new EvaluationAbstainedError(
                  'crashed',
                  `Its process grew beyond ${watchedBytes} bytes of memory.`,
                ),
              );
            });
          }, WATCH_INTERVAL_MS);
    const finish = () => {
      clearTimeout(timer);
      clearInterval(watch);
      signal.removeEventListener('abort', cancel);
      child.removeListener('message', receive);
    };
    const receive = (reply: EvaluationReply) => {
      if (reply.type === 'progress') {
        onProgress?.(reply.progress);
      } else if (reply.type === 'round') {
        onRound?.(reply.round);
      } else if (reply.type === 'result') {
        finish();
        resolve(reply.result);
      } else if (reply.type === 'failure') {
        finish();
        reject(new EvaluationAbstainedError('host', reply.details));
      }
    };
    child.on('message', receive);
    signal.addEventListener('abort', cancel);
    void ended.then((reason) => {
      finish();
      reject(killedBecause ?? new EvaluationAbstainedError('crashed', reason));
    });
    void ready.then(() => {
      if (!child.connected) return;
      const request: EvaluationRequest = {
        input,
        reportsProgress: onProgress !== undefined,
        reportsRounds: onRound !== undefined,
      };
      child.send(request, (error) => {
        if (error) stop(new EvaluationAbstainedError('crashed', error.message));
      });
    });
    if (signal.aborted) cancel();
  });
}

function startProcess({
  memoryBytes,
  workingDirectory,
  tools: { prlimit, unshare = [] },
}: {
  memoryBytes: number;
  workingDirectory: string;
  tools: IsolationTools;
}): EvaluatorProcess {
  const node = [
    process.execPath,
    '--permission',
    `--allow-fs-read=${READABLE_DIRECTORY}*`,
    '--disable-warning=ExperimentalWarning',
    PROCESS_FILE,
  ];
  // The limit of data segments, not of address space: WebAssembly reserves far more addresses than it ever uses.
  const limit = prlimit ? [prlimit, `--data=${memoryBytes}`] : [];
  const [command = process.execPath, ...args] = [...unshare, ...limit, ...node];
  const child = spawn(command, args, {
    cwd: workingDirectory,
    env: ENVIRONMENT,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => {
      resolve(
        [signal ? `The process was ended by ${signal}.` : `The process exited with ${code}.`, stderr].join(
          '\n',
        ),
      );
    });
  });
  const ready = new Promise<void>((resolve) => {
    child.once('message', () => resolve());
    void ended.then(() => resolve());
  });
  return { child, ready, ended, kill: () => void child.kill('SIGKILL') };
}
