import type { TrainableName } from '#examples/trainable.ts';

/** What the page tells the training worker. */
export type TrainingRequest =
  | { type: 'start'; name: TrainableName; parameters: Uint8Array<ArrayBuffer>; steps: number; seed: number }
  | { type: 'pause' }
  | { type: 'resume' }
  /** The parameters so far are wanted. */
  | { type: 'finish' };

/** The mean loss of the steps up to one. */
export type LossPoint = { step: number; loss: number };

/** What the training worker answers. */
export type TrainingReply =
  | { type: 'progress'; point: LossPoint }
  | { type: 'trained'; parameters: Uint8Array<ArrayBuffer>; step: number }
  | { type: 'failure'; details: string };
