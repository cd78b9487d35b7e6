import { createEvaluator } from '../evaluator.ts';
import { decodeJson, encodeJson } from './json.ts';

/** What the test calls through the browser's debugging protocol, which only passes text reliably. */
export type TestPage = {
  evaluateJson(input: string): Promise<string>;
  cancelJson(input: string): Promise<string>;
};

const urls = { quickJsUrl: 'quickjs.wasm', onnxRuntimeUrl: 'onnxruntime.wasm' };

const page: TestPage = {
  async evaluateJson(input) {
    const evaluator = createEvaluator(urls);
    const result = await evaluator.evaluate(decodeJson(input));
    await evaluator.close();
    return encodeJson(result);
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
