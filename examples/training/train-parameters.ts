/** What the training script of every example takes. */
export type TrainParameters = TrainStepsParameters & {
  /** Called after every step with the loss, which training makes smaller. */
  onProgress?: ((progress: TrainingProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
};

/** What training begins with. */
export type TrainStepsParameters = {
  /** The parameters to start from, as a safetensors file. */
  parameters: Uint8Array;
  steps: number;
  /** Chooses the training data; equal seeds give equal results. */
  seed: number;
};

/** How far training is: so many of its steps are done. */
export type TrainingProgress = { step: number; steps: number; loss: number };

/**
 * Training that rests after every step, so that whoever runs it can draw, pause or end it: told that it is `enough`, it
 * returns the parameters that it has. They are a safetensors file.
 */
export type TrainingSteps = Generator<TrainingProgress, Uint8Array<ArrayBuffer>, 'enough' | undefined>;

/** Runs all steps at once. @throws the signal’s reason */
export function runTraining(
  training: TrainingSteps,
  { onProgress, signal }: Pick<TrainParameters, 'onProgress' | 'signal'>,
): Uint8Array<ArrayBuffer> {
  for (;;) {
    signal?.throwIfAborted();
    const next = training.next();
    if (next.done) return next.value;
    onProgress?.(next.value);
  }
}
