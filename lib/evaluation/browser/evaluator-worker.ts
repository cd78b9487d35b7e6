/** The isolated side of the browser evaluator: compiles the pinned binaries, says that it is ready, evaluates. */
import type { CreateOrtModule } from 'onnxruntime-web/ort-wasm-simd-threaded.mjs';
import { z } from 'zod';
import { type EngineBinaries, createEngine } from '../runtime/engine.ts';
import type { EvaluationReply, EvaluationRequest } from '../runtime/evaluator.ts';
import { answerRequest } from '../runtime/answer-request.ts';

/** What the worker is told first. */
export type WorkerStart = { binaries: EngineBinaries; onnxRuntimeModuleUrl: string };

const ortModuleSchema = z.object({
  default: z.custom<CreateOrtModule>((value) => typeof value === 'function', 'not what ONNX Runtime exports'),
});

const reply = (message: EvaluationReply) => self.postMessage(message);

self.addEventListener(
  'message',
  ({ data }: MessageEvent<WorkerStart>) => {
    start(data).catch((error: unknown) =>
      reply({ type: 'failure', details: error instanceof Error ? error.message : String(error) }),
    );
  },
  { once: true },
);

async function start({ binaries, onnxRuntimeModuleUrl }: WorkerStart): Promise<void> {
  // As it is served: it names modules of Node, which a bundler for browsers does not find.
  const ortModule: unknown = await import(
    /* turbopackIgnore: true */ /* webpackIgnore: true */ /* @vite-ignore */ onnxRuntimeModuleUrl
  );
  const { default: createOrtModule } = ortModuleSchema.parse(ortModule);
  const engine = await createEngine({ ...binaries, createOrtModule });
  self.addEventListener('message', ({ data }: MessageEvent<EvaluationRequest>) => {
    void answerRequest(engine, data, reply);
  });
  reply({ type: 'ready' });
}
