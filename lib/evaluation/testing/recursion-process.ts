/** Runs every known recursion with the largest stack budget and prints, as JSON, what each ended in: for a process with a small stack. */
import { readEngineParts } from '../node/engine-parts.ts';
import { createEngine } from '../runtime/engine.ts';
import { evaluate } from '../runtime/evaluate.ts';
import { TEST_BUDGET, TEST_TERMS, judge, smallInput } from './inputs.ts';
import { RECURSIONS } from './recursions.ts';

const engine = await createEngine(await readEngineParts());
const ends: Record<string, string> = {};
for (const [name, body] of RECURSIONS) {
  const input = smallInput({
    evaluation: judge(`${body}\nreturn 1;`),
    terms: { ...TEST_TERMS, rounds: 1, requiredWins: 1 },
    budget: { ...TEST_BUDGET, stackBytes: 4 * 1024 ** 2 },
  });
  ends[name] = await evaluate(engine, input).then(
    (result) => {
      if (result.outcome === 'Invalid') return result.reason.type;
      const report = result.rounds[0]?.champion;
      return report?.exceeded ?? report?.error ?? 'a score';
    },
    (error: unknown) => String(error),
  );
}
process.stdout.write(JSON.stringify(ends));
