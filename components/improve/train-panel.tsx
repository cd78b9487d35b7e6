'use client';

import { useEffect, useState } from 'react';
import type { Trainable } from '#examples/trainable.ts';
import { Button } from '#components/ui/button.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { useTraining } from '#hooks/training/use-training.ts';
import type { Candidate } from './candidate.ts';
import { LossChart } from './loss-chart.tsx';

const LARGEST_SEED = 1_000_000;

/** Trains the champion further, beside the page, with a chart that grows. */
export function TrainPanel({
  trainable,
  championParameters,
  onTrained,
  onBring,
}: {
  trainable: Trainable;
  championParameters: Uint8Array;
  onTrained: (candidate: Candidate | undefined) => void;
  onBring: () => void;
}) {
  const { state, start, pause, resume, finish } = useTraining();
  // Another training, another seed: its data are drawn anew.
  const [seed, setSeed] = useState(1);
  const { name, steps, lossName } = trainable;

  useEffect(() => {
    start({ name, parameters: championParameters, steps, seed });
  }, [championParameters, name, seed, start, steps]);

  useEffect(() => {
    if (state.status !== 'trained') return;
    onTrained({ name: `trained-${seed}.safetensors`, parameters: state.parameters });
  }, [onTrained, seed, state]);

  return (
    <div className="grid gap-4">
      <p role="status" className="max-w-prose text-small text-ink-2">
        {describe(state.status, state.status === 'training' && state.isPaused, seed)}
      </p>
      <LossChart
        points={state.status === 'training' || state.status === 'trained' ? state.points : []}
        steps={steps}
        lossName={lossName}
      />
      {state.status === 'failed' ? <Problem error={state.error} /> : null}
      <p className="flex flex-wrap gap-3">
        {state.status === 'training' ? (
          <>
            <Button onClick={state.isPaused ? resume : pause}>{state.isPaused ? 'Go on' : 'Pause'}</Button>
            <Button onClick={finish}>Stop and take it</Button>
          </>
        ) : (
          <Button
            onClick={() => {
              onTrained(undefined);
              setSeed((current) => (current % LARGEST_SEED) + 1);
            }}
          >
            Train again
          </Button>
        )}
        <Button onClick={onBring}>Bring parameters instead</Button>
      </p>
    </div>
  );
}

function describe(
  status: ReturnType<typeof useTraining>['state']['status'],
  isPaused: boolean,
  seed: number,
) {
  switch (status) {
    case 'idle':
    case 'training':
      return isPaused
        ? 'Paused.'
        : `Training the champion’s parameters further in this browser, on data of seed ${seed}.`;
    case 'trained':
      return `Trained on data of seed ${seed}. The same seed gives the same parameters.`;
    case 'failed':
      return 'Training ended.';
  }
}
