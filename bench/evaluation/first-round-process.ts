/** The first round of x² in a process that is as warm as those of the pool, without isolation: prints its milliseconds. */
import { readEngineParts } from '#evaluation/node/engine-parts.ts';
import { createEngine } from '#evaluation/runtime/engine.ts';
import { evaluate } from '#evaluation/runtime/evaluate.ts';
import { warmUp } from '#evaluation/runtime/warm-up.ts';
import { CASES, firstRound } from './cases.ts';
import { timeMs } from './stopwatch.ts';

const engine = await createEngine(await readEngineParts());
await warmUp(engine);
const input = firstRound(CASES.xSquared.input);
console.log(await timeMs(() => evaluate(engine, input)));
