import type { RoundReport } from '../../runtime/evaluate.ts';
import type { EvaluationReply, EvaluationRequest } from '../../runtime/evaluator.ts';
import { type EngineUrls, fetchEngineBinaries } from '../engine-urls.ts';
import { createEvaluator } from '../evaluator.ts';
import type { WorkerStart } from '../evaluator-worker.ts';
import { decodeJson, encodeJson } from './json.ts';

/** What the test calls through the browser's debugging protocol, which only passes text reliably. */
export type TestPage = {
  evaluateJson(input: string): Promise<string>;
  cancelJson(input: string): Promise<string>;
  /** The rounds as they were told one by one. */
  roundsJson(input: string): Promise<string>;
  /** What comes of loading the engine with some URLs replaced, for each of the replacements. */
  loadingErrors(wrongUrls: readonly Partial<EngineUrls>[]): Promise<string[]>;
  /** Evaluates one after the other in one worker, which must survive each. */
  evaluateInOneWorkerJson(inputs: readonly string[]): Promise<string[]>;
};

const urls: EngineUrls = {
  quickJsUrl: 'quickjs.wasm',
  onnxRuntimeUrl: 'onnxruntime.wasm',
  onnxRuntimeModuleUrl: 'onnxruntime.mjs',
};

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
      binaries: await fetchEngineBinaries(urls),
      onnxRuntimeModuleUrl: new URL(urls.onnxRuntimeModuleUrl, location.href).href,
    } satisfies WorkerStart);
    await ready;
    const results: string[] = [];
    for (const input of inputs) {
      const replied = nextReply();
      worker.postMessage({
        input: decodeJson(input),
        reportsProgress: false,
        reportsRounds: false,
      } satisfies EvaluationRequest);
      const reply = await replied;
      results.push(encodeJson(reply.type === 'result' ? reply.result : reply));
    }
    worker.terminate();
    return results;
  },
  async roundsJson(input) {
    const evaluator = createEvaluator(urls);
    const rounds: RoundReport[] = [];
    await evaluator.evaluate(decodeJson(input), { onRound: (round) => rounds.push(round) });
    await evaluator.close();
    return encodeJson(rounds);
  },
  async loadingErrors(wrongUrls) {
    const messages: string[] = [];
    for (const wrong of wrongUrls) {
      const evaluator = createEvaluator({ ...urls, ...wrong });
      const first = await evaluator.ready().then(() => 'loaded', String);
      messages.push(first);
      await evaluator.close();
    }
    return messages;
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
