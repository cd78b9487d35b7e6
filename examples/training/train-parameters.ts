/** What the training script of every example takes. */
export type TrainParameters = {
  /** The parameters to start from, as a safetensors file. */
  parameters: Uint8Array;
  steps: number;
  /** Chooses the training data; equal seeds give equal results. */
  seed: number;
  /** Called after every step with the loss, which training makes smaller. */
  onProgress?: ((progress: { step: number; steps: number; loss: number }) => void) | undefined;
  signal?: AbortSignal | undefined;
};
