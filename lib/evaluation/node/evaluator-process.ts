/**
 * The isolated side of the Node evaluator: loads the pinned binaries, says that it is ready, evaluates once, and
 * answers over IPC. It ends with its parent.
 */
import { answerRequest } from '../runtime/answer-request.ts';
import { createEngine } from '../runtime/engine.ts';
import type { EvaluationReply, EvaluationRequest } from '../runtime/evaluator.ts';
import { warmUp } from '../runtime/warm-up.ts';
import { readEngineParts } from './engine-parts.ts';

const reply = (message: EvaluationReply) => {
  process.send?.(message);
};

process.on('disconnect', () => process.exit());

const engine = await createEngine(await readEngineParts());
await warmUp(engine);

process.on('message', (request: EvaluationRequest) => void answerRequest(engine, request, reply));
reply({ type: 'ready' });
