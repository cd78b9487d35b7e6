/** The isolated side of the browser evaluator: fetches the pinned binaries, says that it is ready, evaluates once. */
import { createEngine } from '../runtime/engine.ts';
import { evaluate } from '../runtime/evaluate.ts';
import type { EvaluationReply, EvaluationRequest } from '../runtime/evaluator.ts';
import { BinaryFetchError } from './binary-fetch-error.ts';

/** What the worker is told first: where the pinned binaries are served. */
export type WorkerStart = { quickJsUrl: string; onnxRuntimeUrl: string };

const reply = (message: EvaluationReply) => self.postMessage(message);

const fail = (error: unknown) =>
  reply({ type: 'failure', details: error instanceof Error ? error.message : String(error) });

self.addEventListener(
  'message',
  ({ data: { quickJsUrl, onnxRuntimeUrl } }: MessageEvent<WorkerStart>) => {
    start({ quickJsUrl, onnxRuntimeUrl }).catch(fail);
  },
  { once: true },
);

async function start({ quickJsUrl, onnxRuntimeUrl }: WorkerStart): Promise<void> {
  const [quickJs, onnxRuntime] = await Promise.all([fetchBinary(quickJsUrl), fetchBinary(onnxRuntimeUrl)]);
  const engine = await createEngine({ quickJs, onnxRuntime });
  self.addEventListener('message', ({ data: { input } }: MessageEvent<EvaluationRequest>) => {
    evaluate(engine, input, { onProgress: (progress) => reply({ type: 'progress', progress }) }).then(
      (result) => reply({ type: 'result', result }),
      fail,
    );
  });
  reply({ type: 'ready' });
}

async function fetchBinary(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new BinaryFetchError({ url, status: response.status });
  return new Uint8Array(await response.arrayBuffer());
}
