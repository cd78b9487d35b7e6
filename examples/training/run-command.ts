import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { TrainParameters } from './train-parameters.ts';

const PROGRESS_LINES = 10;

/**
 * The command line of a training script: `--steps`, `--seed`, `--out`; `--from <file>` starts from other parameters than
 * the baseline, `--init` writes freshly initialised ones.
 */
export async function runTrainCommand(example: {
  /** The baseline's file. */
  baseline: URL;
  /** How many steps it takes by default. */
  steps: number;
  train: (parameters: TrainParameters) => Uint8Array | Promise<Uint8Array>;
  initialise: (seed: number) => Uint8Array;
  /** What the loss is, for the progress lines. */
  lossName: string;
}): Promise<void> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string', default: String(example.steps) },
      seed: { type: 'string', default: '1' },
      from: { type: 'string' },
      out: { type: 'string', default: 'trained.safetensors' },
      init: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  const steps = Number(values.steps);
  const interval = Math.ceil(steps / PROGRESS_LINES);
  const written = values.init
    ? example.initialise(seed)
    : await example.train({
        parameters: await readFile(values.from ?? example.baseline),
        steps,
        seed,
        onProgress: ({ step, loss }) => {
          if (step % interval === 0 || step === steps) {
            console.log(`step ${step} of ${steps}: ${example.lossName} ${loss.toFixed(4)}`);
          }
        },
      });
  await writeFile(values.out, written);
  console.log(`wrote ${values.out}`);
}
