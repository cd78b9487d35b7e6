/** Trains a policy for the cart and pole from the command line; see README.md. */
import { runTrainCommand } from '../training/run-command.ts';
import { initialise, train } from './train.ts';

await runTrainCommand({
  baseline: new URL('./parameters.safetensors', import.meta.url),
  steps: 100,
  train,
  initialise,
  lossName: '1 − score',
});
