import { EvaluationAbstainedError } from '../runtime/abstained-error.ts';
import { EvaluationCancelledError } from '../runtime/cancelled-error.ts';
import type { EvaluationReply, EvaluationRequest, Evaluator } from '../runtime/evaluator.ts';
import type { WorkerStart } from './evaluator-worker.ts';

export type EvaluatorOptions = {
  /** Where `@jitl/quickjs-wasmfile-release-sync/wasm` is served. */
  quickJsUrl: string;
  /** Where `onnxruntime-web/ort-wasm-simd-threaded.wasm` is served. */
  onnxRuntimeUrl: string;
};

/**
 * Evaluates in Web Workers: a fresh one for each evaluation, which is terminated at its end, on cancellation and on
 * `close`. The same interface and the same bits as in Node; there is no wall-clock limit, since the person can cancel.
 */
export function createEvaluator({ quickJsUrl, onnxRuntimeUrl }: EvaluatorOptions): Evaluator {
  const running = new Set<() => void>();
  let closed = false;

  return {
    evaluate(input, { onProgress, signal } = {}) {
      return new Promise((resolve, reject) => {
        if (closed || signal?.aborted) return reject(new EvaluationCancelledError());
        const worker = new Worker(new URL('./evaluator-worker.ts', import.meta.url), { type: 'module' });
        const finish = (settle: () => void) => {
          worker.terminate();
          running.delete(cancel);
          signal?.removeEventListener('abort', cancel);
          settle();
        };
        const cancel = () => finish(() => reject(new EvaluationCancelledError()));
        running.add(cancel);
        signal?.addEventListener('abort', cancel);

        worker.addEventListener('message', ({ data: reply }: MessageEvent<EvaluationReply>) => {
          switch (reply.type) {
            case 'ready':
              return worker.postMessage({ input } satisfies EvaluationRequest);
            case 'progress':
              return onProgress?.(reply.progress);
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
        worker.postMessage({
          quickJsUrl: new URL(quickJsUrl, location.href).href,
          onnxRuntimeUrl: new URL(onnxRuntimeUrl, location.href).href,
        } satisfies WorkerStart);
      });
    },
    async close() {
      closed = true;
      for (const cancel of [...running]) cancel();
    },
  };
}
