/**
 * Trains x² parameters from the command line:
 *
 *     node examples/x-squared/train-command.ts --steps 1000 --seed 7 --out better.safetensors
 *
 * `--from <file>` starts from other parameters than the baseline, `--init` writes freshly initialised ones.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { initialise, train } from './train.ts';

const PROGRESS_STEPS = 200;

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string' },
    out: { type: 'string', default: 'trained.safetensors' },
    init: { type: 'boolean', default: false },
  },
});

const seed = Number(values.seed);
const written = values.init ? initialise(seed) : await trainFrom(values.from);
await writeFile(values.out, written);
console.log(`wrote ${values.out}`);

async function trainFrom(file: string | undefined): Promise<Uint8Array> {
  return train({
    parameters: await readFile(file ?? new URL('./parameters.safetensors', import.meta.url)),
    steps: Number(values.steps),
    seed,
    onProgress: ({ step, steps, loss }) => {
      if (step % PROGRESS_STEPS === 0 || step === steps) {
        console.log(`step ${step} of ${steps}: mean squared error ${loss.toFixed(4)}`);
      }
    },
  });
}
