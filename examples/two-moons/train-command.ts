/** Trains parameters for the two moons from the command line; see README.md. */
import { runTrainCommand } from '../training/run-command.ts';
import { initialise, train } from './train.ts';

await runTrainCommand({
  baseline: new URL('./parameters.safetensors', import.meta.url),
  steps: 2_000,
  train,
  initialise,
  lossName: 'log loss',
});
