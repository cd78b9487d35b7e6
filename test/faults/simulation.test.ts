import { simulate } from './simulation/simulation.ts';

// The short version of simulation.faults.ts, for every run of the tests.
simulate({
  seed: 1,
  plan: [
    {
      step: 'revealed',
      heldMs: 3_000,
      faults: [
        { kind: 'storage node down', operator: 1 },
        { kind: 'rpc', operators: [2, 3], trouble: 'errors' },
        { kind: 'host clock', operator: 4, seconds: -3_600 },
      ],
    },
  ],
});
