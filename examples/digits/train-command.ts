/** Trains parameters for the digits from the command line; see README.md. */
import { runTrainCommand } from '../training/run-command.ts';
import { initialise, train } from './train.ts';

await runTrainCommand({
  baseline: new URL('./parameters.safetensors', import.meta.url),
  steps: 4_000,
  train,
  initialise,
  lossName: 'log loss',
});
