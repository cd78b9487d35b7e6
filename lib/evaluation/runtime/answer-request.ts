import type { Engine } from './engine.ts';
import { evaluate } from './evaluate.ts';
import type { EvaluationReply, EvaluationRequest } from './evaluator.ts';

/** What the isolated side does with a request, in every host: evaluates, and tells how it goes and how it ended. */
export async function answerRequest(
  engine: Engine,
  { input, reportsRounds }: EvaluationRequest,
  reply: (message: EvaluationReply) => void,
): Promise<void> {
  try {
    const result = await evaluate(engine, input, {
      onProgress: (progress) => reply({ type: 'progress', progress }),
      onRound: reportsRounds ? (round) => reply({ type: 'round', round }) : undefined,
    });
    reply({ type: 'result', result });
  } catch (error) {
    reply({ type: 'failure', details: error instanceof Error ? error.message : String(error) });
  }
}
