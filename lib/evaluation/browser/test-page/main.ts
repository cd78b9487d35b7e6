import type { EvaluationReply, EvaluationRequest } from '../../runtime/evaluator.ts';
import { createEvaluator } from '../evaluator.ts';
import type { WorkerStart } from '../evaluator-worker.ts';
import { decodeJson, encodeJson } from './json.ts';

/** What the test calls through the browser's debugging protocol, which only passes text reliably. */
export type TestPage = {
  evaluateJson(input: string): Promise<string>;
  cancelJson(input: string): Promise<string>;
  /** Evaluates one after the other in one worker, which must survive each. */
  evaluateInOneWorkerJson(inputs: readonly string[]): Promise<string[]>;
};

const urls = { quickJsUrl: 'quickjs.wasm', onnxRuntimeUrl: 'onnxruntime.wasm' };

const page: TestPage = {
  async evaluateJson(input) {
    const evaluator = createEvaluator(urls);
    const result = await evaluator.evaluate(decodeJson(input));
    await evaluator.close();
    return encodeJson(result);
  },
  async evaluateInOneWorkerJson(inputs) {
    const worker = new Worker(new URL('../evaluator-worker.ts', import.meta.url), { type: 'module' });
    const nextReply = () =>
      new Promise<EvaluationReply>((resolve, reject) => {
        worker.onmessage = ({ data: reply }: MessageEvent<EvaluationReply>) => {
          if (reply.type !== 'progress') resolve(reply);
        };
        worker.onerror = ({ message }) => reject(new Error(message));
      });
    const ready = nextReply();
    worker.postMessage({
      quickJsUrl: new URL(urls.quickJsUrl, location.href).href,
      onnxRuntimeUrl: new URL(urls.onnxRuntimeUrl, location.href).href,
    } satisfies WorkerStart);
    await ready;
    const results: string[] = [];
    for (const input of inputs) {
      const replied = nextReply();
      worker.postMessage({ input: decodeJson(input) } satisfies EvaluationRequest);
      const reply = await replied;
      results.push(encodeJson(reply.type === 'result' ? reply.result : reply));
    }
    worker.terminate();
    return results;
  },
  async cancelJson(input) {
    const evaluator = createEvaluator(urls);
    const cancellation = new AbortController();
    try {
      await evaluator.evaluate(decodeJson(input), {
        signal: cancellation.signal,
        onProgress: () => cancellation.abort(),
      });
      return 'not cancelled';
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    } finally {
      await evaluator.close();
    }
  },
};

Object.assign(globalThis, page);
