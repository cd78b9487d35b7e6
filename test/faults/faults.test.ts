import { expect, test } from 'vitest';
import { useFaultScenario } from './scenario.ts';
import { waitUntilGone } from './start-process.ts';

const TIMEOUT_MS = 400_000;

// The short version of all-steps.faults.ts, for every run of the tests.
const scenario = useFaultScenario();

test(
  'a marketplace of which everything is killed between promise and verdict settles the submission when it is started again',
  () => scenario().suffer({ step: 'promised', victim: 'everything' }),
  TIMEOUT_MS,
);

test(
  'an operator that is killed when it has evaluated is started again, and the verdict comes',
  () => scenario().suffer({ step: 'evaluated', victim: 'operator 1' }),
  TIMEOUT_MS,
);

test(
  'after the kills every submission has one verdict, no job is stuck, and the checker agrees with all payments',
  () => scenario().expectAgreement(),
  TIMEOUT_MS,
);

test(
  'Ctrl-C, even twice, stops in order and leaves no process behind',
  async () => {
    const { exitCode, family } = await scenario().marketplace.interrupt();
    expect(exitCode).toBe(0);
    // Four operators, Postgres, the chain and the start command at the least.
    expect(family.length).toBeGreaterThanOrEqual(7);
    await waitUntilGone(family);
    expect(scenario().marketplace.output()).toContain('Stopped.');
  },
  TIMEOUT_MS,
);

test(
  'started again it finds its data, and --agent keeps an optimizer winning until it is stopped',
  async () => {
    const { marketplace } = scenario();
    await marketplace.start(undefined, ['--agent']);
    await marketplace.hear(/The agent has submission \d+ of task 1 settled: Improved/);
    const { exitCode, family } = await marketplace.interrupt();
    expect(marketplace.output()).toContain('They were there.');
    expect(exitCode).toBe(0);
    await waitUntilGone(family);
  },
  TIMEOUT_MS,
);
