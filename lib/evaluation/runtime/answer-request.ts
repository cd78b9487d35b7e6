import type { Engine } from './engine.ts';
import { evaluate } from './evaluate.ts';
import type { EvaluationReply, EvaluationRequest } from './evaluator.ts';

/** What the isolated side does with a request, in every host: evaluates, and tells how it goes and how it ended. */
export async function answerRequest(
  engine: Engine,
  { input, reportsProgress, reportsRounds }: EvaluationRequest,
  reply: (message: EvaluationReply) => void,
): Promise<void> {
  try {
    const result = await evaluate(engine, input, {
      onProgress: reportsProgress ? (progress) => reply({ type: 'progress', progress }) : undefined,
      onRound: reportsRounds ? (round) => reply({ type: 'round', round }) : undefined,
    });
    reply({ type: 'result', result });
  } catch (error) {
    reply({ type: 'failure', details: error instanceof Error ? error.message : String(error) });
  }
}
