import { trainSteps as trainForecast } from './sine-forecast/train.ts';
import type { TrainableName } from './trainable.ts';
import type { TrainStepsParameters, TrainingSteps } from './training/train-parameters.ts';
import { trainSteps as trainMoons } from './two-moons/train.ts';
import { trainSteps as trainSquare } from './x-squared/train.ts';

/** The training of every example that a page can train. */
export const TRAINERS: {
  readonly [name in TrainableName]: (parameters: TrainStepsParameters) => TrainingSteps;
} = { 'x-squared': trainSquare, 'two-moons': trainMoons, 'sine-forecast': trainForecast };
