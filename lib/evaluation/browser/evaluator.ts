import { EvaluationAbstainedError } from '../runtime/abstained-error.ts';
import { EvaluationCancelledError } from '../runtime/cancelled-error.ts';
import type { EngineBinaries } from '../runtime/engine.ts';
import type { EvaluateOptions, EvaluationInput, EvaluationResult } from '../runtime/evaluate.ts';
import type { EvaluationReply, EvaluationRequest, Evaluator } from '../runtime/evaluator.ts';
import { type EngineUrls, fetchEngineBinaries } from './engine-urls.ts';
import type { WorkerStart } from './evaluator-worker.ts';

/** An evaluator that loads the engine when it is first needed. */
export type BrowserEvaluator = Evaluator & {
  /**
   * Loads the engine (15 MB, a quarter of it compressed) ahead of the first evaluation; resolves when it is there.
   *
   * @throws BinaryFetchError, RuntimeMismatchError; the next call tries again.
   */
  ready(): Promise<void>;
};

/**
 * Evaluates in Web Workers: a fresh one for each evaluation, which is terminated at its end, on cancellation and on
 * `close`. The same interface and the same bits as in Node; there is no wall-clock limit, since the person can cancel.
 *
 * Its `evaluate` throws BinaryFetchError and RuntimeMismatchError besides, when the engine cannot be loaded.
 *
 * @param urls Where the files of the engine are; `BUNDLED_ENGINE_URLS` where the bundler knows.
 *
 * @example
 * const evaluator = createEvaluator(BUNDLED_ENGINE_URLS);
 * const result = await evaluator.evaluate(input, { signal, onProgress, onRound });
 */
export function createEvaluator(urls: EngineUrls): BrowserEvaluator {
  const closing = new AbortController();
  let loading: Promise<EngineBinaries> | undefined;
  const load = () => {
    loading ??= fetchEngineBinaries(urls).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const onnxRuntimeModuleUrl = () => new URL(urls.onnxRuntimeModuleUrl, location.href).href;

  return {
    async ready() {
      await load();
    },
    async evaluate(input, options = {}) {
      const signal = options.signal ? AbortSignal.any([options.signal, closing.signal]) : closing.signal;
      const binaries = await unlessAborted(signal, load);
      return evaluateInWorker({ binaries, onnxRuntimeModuleUrl: onnxRuntimeModuleUrl() }, input, {
        ...options,
        signal,
      });
    },
    async close() {
      closing.abort();
    },
  };
}

/** @throws EvaluationCancelledError at once, whatever is still going on. */
async function unlessAborted<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  if (signal.aborted) throw new EvaluationCancelledError();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new EvaluationCancelledError());
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function evaluateInWorker(
  start: WorkerStart,
  input: EvaluationInput,
  { onProgress, onRound, signal }: EvaluateOptions & { signal: AbortSignal },
): Promise<EvaluationResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./evaluator-worker.ts', import.meta.url), { type: 'module' });
    const finish = (settle: () => void) => {
      worker.terminate();
      signal.removeEventListener('abort', cancel);
      settle();
    };
    const cancel = () => finish(() => reject(new EvaluationCancelledError()));
    signal.addEventListener('abort', cancel);

    worker.addEventListener('message', ({ data: reply }: MessageEvent<EvaluationReply>) => {
      switch (reply.type) {
        case 'ready':
          return worker.postMessage({
            input,
            reportsProgress: onProgress !== undefined,
            reportsRounds: onRound !== undefined,
          } satisfies EvaluationRequest);
        case 'progress':
          return onProgress?.(reply.progress);
        case 'round':
          return onRound?.(reply.round);
        case 'result':
          return finish(() => resolve(reply.result));
        case 'failure':
          return finish(() => reject(new EvaluationAbstainedError('host', reply.details)));
      }
    });
    worker.addEventListener('error', ({ message }) => {
      finish(() =>
        reject(new EvaluationAbstainedError('crashed', message || 'The worker could not be started.')),
      );
    });
    worker.postMessage(start);
  });
}
