/** Runs the bare model calls of the largest case whenever it is told to. */
import { readEngineParts } from '#evaluation/node/engine-parts.ts';
import { createBareRuns } from './bare-runs.ts';
import { CASES } from './cases.ts';

const { onnxRuntime } = await readEngineParts();
const bare = await createBareRuns(onnxRuntime, CASES.mlp784);
await bare.run();
process.on('message', () => void bare.run().then(() => process.send?.('done')));
process.on('disconnect', () => process.exit());
process.send?.('ready');
