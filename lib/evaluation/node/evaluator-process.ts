/**
 * The isolated side of the Node evaluator: loads the pinned binaries, says that it is ready, evaluates once, and
 * answers over IPC. It ends with its parent.
 */
import { createEngine } from '../runtime/engine.ts';
import { evaluate } from '../runtime/evaluate.ts';
import type { EvaluationReply, EvaluationRequest } from '../runtime/evaluator.ts';
import { warmUp } from '../runtime/warm-up.ts';
import { readEngineBinaries } from './binaries.ts';

const reply = (message: EvaluationReply) => {
  process.send?.(message);
};

process.on('disconnect', () => process.exit());

const engine = await createEngine(await readEngineBinaries());
await warmUp(engine);

process.on('message', ({ input }: EvaluationRequest) => {
  evaluate(engine, input, { onProgress: (progress) => reply({ type: 'progress', progress }) }).then(
    (result) => reply({ type: 'result', result }),
    (error: unknown) =>
      reply({ type: 'failure', details: error instanceof Error ? error.message : String(error) }),
  );
});
reply({ type: 'ready' });
