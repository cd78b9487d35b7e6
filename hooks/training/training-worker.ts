/** Trains an example's network beside the page, which stays quick. */
import { TRAINERS } from '#examples/trainers.ts';
import type { TrainingReply, TrainingRequest } from './training-messages.ts';

/** So long it trains before it listens again. */
const SLICE_MS = 30;

let isPaused = false;
let isEnough = false;
let wake: (() => void) | undefined;

const reply = (message: TrainingReply) => self.postMessage(message);

self.addEventListener('message', ({ data: request }: MessageEvent<TrainingRequest>) => {
  switch (request.type) {
    case 'start':
      train(request).catch((error: unknown) =>
        reply({ type: 'failure', details: error instanceof Error ? error.message : String(error) }),
      );
      return;
    case 'pause':
      isPaused = true;
      return;
    case 'resume':
      isPaused = false;
      break;
    case 'finish':
      isEnough = true;
      break;
  }
  wake?.();
});

async function train({
  name,
  parameters,
  steps,
  seed,
}: Extract<TrainingRequest, { type: 'start' }>): Promise<void> {
  const training = TRAINERS[name]({ parameters, steps, seed });
  let step = 0;
  for (;;) {
    const sliceEnd = performance.now() + SLICE_MS;
    const losses: number[] = [];
    do {
      const next = training.next(isEnough ? 'enough' : undefined);
      if (next.done) {
        reply({ type: 'trained', parameters: next.value, step });
        return;
      }
      step = next.value.step;
      losses.push(next.value.loss);
    } while (performance.now() < sliceEnd && !isEnough);
    const loss = losses.reduce((sum, each) => sum + each, 0) / losses.length;
    reply({ type: 'progress', point: { step, loss } });
    await listen();
  }
}

/** Lets messages in; waits while it is paused. */
async function listen(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  if (!isPaused || isEnough) return;
  await new Promise<void>((resolve) => {
    wake = resolve;
  });
}
