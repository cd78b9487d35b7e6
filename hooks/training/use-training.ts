'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { TrainableName } from '#examples/trainable.ts';
import { BaseError } from '#protocol/errors/base.ts';
import type { LossPoint, TrainingReply, TrainingRequest } from './training-messages.ts';

/** Training ended without parameters. */
export class TrainingFailedError extends BaseError {
  override name = 'TrainingFailedError';
  constructor(details: string) {
    super('The network could not be trained here.', {
      details,
      metaMessages: ['Train it with a tool of your own, and drop the file.'],
    });
  }
}

/** How training in this browser stands. */
export type TrainingState =
  | { status: 'idle' }
  | { status: 'training'; isPaused: boolean; steps: number; points: readonly LossPoint[] }
  | {
      status: 'trained';
      steps: number;
      points: readonly LossPoint[];
      /** A safetensors file. */
      parameters: Uint8Array<ArrayBuffer>;
    }
  | { status: 'failed'; error: Error };

export type TrainingParameters = {
  name: TrainableName;
  /** The parameters to start from, as a safetensors file. */
  parameters: Uint8Array;
  steps: number;
  /** Equal seeds give equal results. */
  seed: number;
};

export type UseTrainingReturnType = {
  state: TrainingState;
  start: (parameters: TrainingParameters) => void;
  pause: () => void;
  resume: () => void;
  /** Takes the parameters as they are. */
  finish: () => void;
};

/** Trains an example’s network in a Web Worker of this origin; leaving the page ends it. */
export function useTraining(): UseTrainingReturnType {
  const [state, setState] = useState<TrainingState>({ status: 'idle' });
  const running = useRef<Worker>(undefined);

  const stop = useCallback(() => {
    running.current?.terminate();
    running.current = undefined;
  }, []);
  useEffect(() => stop, [stop]);

  const start = useCallback(
    ({ name, parameters, steps, seed }: TrainingParameters) => {
      stop();
      const worker = new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module' });
      running.current = worker;
      setState({ status: 'training', isPaused: false, steps, points: [] });
      const fail = (details: string) => {
        stop();
        setState({ status: 'failed', error: new TrainingFailedError(details) });
      };
      worker.addEventListener('message', ({ data: reply }: MessageEvent<TrainingReply>) => {
        switch (reply.type) {
          case 'progress':
            setState((current) =>
              current.status === 'training'
                ? { ...current, points: [...current.points, reply.point] }
                : current,
            );
            return;
          case 'trained':
            stop();
            setState((current) => ({
              status: 'trained',
              steps: reply.step,
              points: current.status === 'training' ? current.points : [],
              parameters: reply.parameters,
            }));
            return;
          case 'failure':
            fail(reply.details);
        }
      });
      worker.addEventListener('error', ({ message }) => fail(message || 'The worker could not be started.'));
      const request: TrainingRequest = {
        type: 'start',
        name,
        parameters: new Uint8Array(parameters),
        steps,
        seed,
      };
      worker.postMessage(request);
    },
    [stop],
  );

  const tell = useCallback((request: TrainingRequest) => running.current?.postMessage(request), []);
  const mark = (isPaused: boolean) =>
    setState((current) => (current.status === 'training' ? { ...current, isPaused } : current));
  const pause = useCallback(() => {
    tell({ type: 'pause' });
    mark(true);
  }, [tell]);
  const resume = useCallback(() => {
    tell({ type: 'resume' });
    mark(false);
  }, [tell]);
  const finish = useCallback(() => tell({ type: 'finish' }), [tell]);
  return { state, start, pause, resume, finish };
}
