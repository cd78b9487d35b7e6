import { type Address, type Hex, getAddress, keccak256, toHex, zeroAddress } from 'viem';
import { OUTCOMES, type Outcome } from '#protocol/verdict/outcome.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { type EmittedLog, emitted } from './event-logs.ts';
import { type SeededRandom, seededRandom } from './random.ts';

const TOKEN = simulatedAccount(900);
const TREASURY = simulatedAccount(901);
const BOUNTY = 1_000_000n;
const FEE = 100n;
const BOND = 250n;

type SimulatedSubmission = { id: bigint; optimizer: Address; state: 'committed' | 'revealed' };
type SimulatedTask = {
  taskId: number;
  owner: Address;
  state: 'created' | 'open' | 'ended';
  pool: bigint;
  championId: bigint;
  nextIndex: number;
  pending: SimulatedSubmission[];
};

/** The marketplace as its contracts’ events show it, made up at random but never impossible. */
export type MarketSimulation = {
  /** The logs of one transaction. */
  step(): EmittedLog[];
  /** The same market with another future. */
  fork(seed: number): MarketSimulation;
};

export function simulateMarket(seed: number): MarketSimulation {
  return resume({ tasks: [], operators: [], sequence: 0n, definitions: 0 }, seededRandom(seed));
}

/** An account of the simulation. */
export function simulatedAccount(index: number): Address {
  return getAddress(`0x${(index + 1).toString(16).padStart(40, '0')}`);
}

type State = { tasks: SimulatedTask[]; operators: Address[]; sequence: bigint; definitions: number };

function resume(state: State, random: SeededRandom): MarketSimulation {
  const { tasks, operators } = state;

  function createTask(): EmittedLog[] {
    const taskId = tasks.length + 1;
    const owner = simulatedAccount(random.integer(5));
    const baselineId = toSubmissionId({ taskId, index: 0 });
    tasks.push({
      taskId,
      owner,
      state: 'created',
      pool: BOUNTY,
      championId: baselineId,
      nextIndex: 1,
      pending: [],
    });
    const pointer = (purpose: string) => ({ digest: hash(`${purpose} ${taskId}`), codec: 0x55 });
    return [
      emitted('modelSubmission.TaskCreated', {
        taskId,
        owner,
        token: TOKEN,
        baselineId,
        seedBlock: 50,
        terms: {
          architecture: pointer('architecture'),
          parameters: pointer('parameters'),
          evaluation: pointer('evaluation'),
          metadata: { ...pointer('metadata'), codec: 0x70 },
          // Whoever creates a task can put any character there.
          storageAddresses: ['https://example.org', 'https://\u0000example.org'],
          storageQuotaBytes: 2n ** 64n - 1n,
          token: TOKEN,
          bounty: BOUNTY,
          bond: BOND,
          operatorFee: FEE,
          targetScore: 10n ** 18n,
          minGapBps: 100,
          rounds: 16,
          requiredWins: 14,
          quorumBps: 6700,
          maxPending: 8,
          deadline: 2 ** 48 - 1,
          taskDefinitionId: 1,
        },
      }),
      credit(TREASURY, 5, baselineId, 10n),
      emitted('modelSubmission.OperatorsPaid', { token: TOKEN, submissionId: 0n, amount: 7n }),
    ];
  }

  function settleBaseline(task: SimulatedTask): EmittedLog[] {
    const opens = random.integer(8) > 0;
    task.pool -= FEE;
    task.state = opens ? 'open' : 'ended';
    const logs = verdictLogs(task, task.championId, opens ? 'Baseline' : 'Invalid', 0n);
    if (opens) {
      const { taskId } = task;
      return [
        ...logs,
        emitted('modelSubmission.TaskOpened', { taskId, championDecidingSum: 4n * 10n ** 18n }),
      ];
    }
    return [...logs, emitted('modelSubmission.TaskVoided', { taskId: task.taskId }), ...returnPool(task)];
  }

  function commit(task: SimulatedTask): EmittedLog[] {
    const submissionId = toSubmissionId({ taskId: task.taskId, index: task.nextIndex });
    const optimizer = simulatedAccount(10 + random.integer(10));
    task.nextIndex += 1;
    task.pending.push({ id: submissionId, optimizer, state: 'committed' });
    const commitment = hash(`commitment ${submissionId}`);
    return [
      emitted('modelSubmission.SubmissionCommitted', {
        submissionId,
        taskId: task.taskId,
        optimizer,
        commitment,
        bond: FEE + BOND,
      }),
    ];
  }

  function proceed(task: SimulatedTask, submission: SimulatedSubmission): EmittedLog[] {
    const { id, optimizer } = submission;
    if (submission.state === 'committed' && random.integer(6) > 0) {
      submission.state = 'revealed';
      return [
        emitted('modelSubmission.SubmissionRevealed', {
          submissionId: id,
          parameters: { digest: hash(`submission ${id}`), codec: 0x55 },
          seedBlock: 60,
          championAtReveal: task.championId,
        }),
      ];
    }
    task.pending = task.pending.filter((other) => other !== submission);
    if (submission.state === 'committed') {
      return [
        emitted('modelSubmission.SubmissionNotRevealed', { submissionId: id, taskId: task.taskId }),
        credit(TREASURY, 3, id, FEE + BOND),
      ];
    }
    if (random.integer(8) === 0) {
      return [
        emitted('modelSubmission.SubmissionExpired', { submissionId: id, taskId: task.taskId }),
        credit(optimizer, 0, id, FEE + BOND),
      ];
    }
    const outcome = random.pick<Outcome>([
      'Improved',
      'NotImproved',
      'NotImproved',
      'Invalid',
      'Unavailable',
    ]);
    if (outcome !== 'Improved') {
      return [credit(TREASURY, 3, id, BOND), ...verdictLogs(task, id, outcome, 0n)];
    }
    const payment = random.integer(4) === 0 ? task.pool : task.pool / 3n;
    const previousId = task.championId;
    const { taskId } = task;
    task.pool -= payment;
    task.championId = id;
    if (task.pool === 0n) task.state = 'ended';
    return [
      credit(optimizer, 0, id, BOND),
      credit(optimizer, 2, id, payment),
      emitted('modelSubmission.ChampionChanged', { taskId, previousId, championId: id }),
      ...(task.pool === 0n ? [emitted('modelSubmission.TaskSolved', { taskId, submissionId: id })] : []),
      ...verdictLogs(task, id, outcome, payment),
    ];
  }

  function verdictLogs(
    task: SimulatedTask,
    submissionId: bigint,
    outcome: Outcome,
    payment: bigint,
  ): EmittedLog[] {
    const seed = hash(`seed ${submissionId}`);
    const verdictHash = hash(`verdict ${submissionId}`);
    const shares = { performer: 20n, aggregator: 5n, attesters: 75n, treasury: 0n };
    return [
      emitted('modelSubmission.SeedFixed', { submissionId, seed, prevRandao: hash('randao') }),
      emitted('attestationCenter.FeesDistributed', { submissionId, token: TOKEN, fee: FEE, shares }),
      emitted('attestationCenter.TaskSubmitted', {
        submissionId,
        verdictHash,
        taskPerformer: random.integer(4) === 0 ? zeroAddress : simulatedAccount(20),
        aggregator: simulatedAccount(21),
        signedPower: 3_000n,
        totalPower: 4_000n,
        nonSigners: [simulatedAccount(22)],
      }),
      emitted('modelSubmission.SubmissionSettled', {
        submissionId,
        taskId: task.taskId,
        verdictHash,
        verdict: {
          submissionId,
          seed,
          championId: task.championId,
          outcome: OUTCOMES.indexOf(outcome),
          wins: random.integer(17),
          championDecidingSum: 4n * 10n ** 18n,
          challengerDecidingSum: 16n * 10n ** 18n,
          championPricingSum: 5n * 10n ** 18n,
          challengerPricingSum: 64n * 10n ** 18n,
          traceDigest: hash(`trace ${submissionId}`),
        },
        payment,
        pool: task.pool,
      }),
      emitted('modelSubmission.OperatorsPaid', { token: TOKEN, submissionId, amount: FEE }),
    ];
  }

  function returnPool(task: SimulatedTask): EmittedLog[] {
    const returned = task.pool;
    task.pool = 0n;
    return [credit(task.owner, 4, toSubmissionId({ taskId: task.taskId, index: 0 }), returned)];
  }

  function close(task: SimulatedTask): EmittedLog[] {
    const { taskId, pool } = task;
    task.state = 'ended';
    return [emitted('modelSubmission.TaskClosed', { taskId, returned: pool }), ...returnPool(task)];
  }

  function topUp(task: SimulatedTask): EmittedLog[] {
    task.pool += 1_000n;
    const from = simulatedAccount(random.integer(5));
    return [
      emitted('modelSubmission.ToppedUp', { taskId: task.taskId, from, amount: 1_000n, pool: task.pool }),
    ];
  }

  function changeOperators(): EmittedLog[] {
    const operator = simulatedAccount(20 + random.integer(6));
    const key = simulatedKey(operator);
    const index = operators.indexOf(operator);
    state.sequence += 1n;
    const queued = (power: bigint): EmittedLog =>
      emitted('operatorRegistry.ChangeQueued', {
        sequence: state.sequence,
        operator,
        power,
        key,
        effectiveBlock: 70,
      });
    if (index < 0) {
      operators.push(operator);
      return [
        emitted('avsGovernance.OperatorRegistered', {
          operator,
          key,
          stake: 1_000n,
          rewardsReceiver: operator,
        }),
        queued(1_000n),
        emitted('operatorRegistry.OperatorAdded', {
          operator,
          power: 1_000n,
          key,
          index: operators.length - 1,
        }),
      ];
    }
    const leave = () => {
      const last = operators.at(-1) ?? operator;
      operators[index] = last;
      operators.pop();
    };
    switch (random.integer(5)) {
      case 0: {
        leave();
        return [
          emitted('avsGovernance.DeregistrationRequested', { operator, withdrawableSince: 2 ** 47 }),
          queued(0n),
          emitted('operatorRegistry.OperatorRemoved', { operator, index }),
          emitted('avsGovernance.StakeWithdrawn', { operator, amount: 1_000n }),
        ];
      }
      case 1:
        return [
          emitted('operatorRegistry.EndpointChanged', {
            operator,
            endpoint: `https://${random.integer(99)}\u0000`,
          }),
        ];
      case 2:
        return [
          emitted('avsGovernance.RewardsReceiverQueued', {
            operator,
            receiver: simulatedAccount(random.integer(30)),
            effectiveSince: random.integer(200),
          }),
        ];
      case 3: {
        leave();
        const reporter = simulatedAccount(random.integer(30));
        return [
          emitted('avsGovernance.StakeSlashed', { operator, amount: 1_000n, reporter, reward: 50n }),
          emitted('avsGovernance.StakeChanged', { operator, previousStake: 1_000n, stake: 0n }),
          emitted('avsGovernance.OperatorEjected', { operator, withdrawableSince: 2 ** 47 }),
          queued(0n),
          emitted('operatorRegistry.OperatorRemoved', { operator, index }),
        ];
      }
      default:
        return [queued(2_000n)];
    }
  }

  function claim(): EmittedLog[] {
    const account = simulatedAccount(random.integer(20));
    const receiver = simulatedAccount(30);
    return [
      emitted('modelSubmission.CreditClaimed', { token: TOKEN, account, amount: 1n }),
      emitted('attestationCenter.FeesClaimed', { token: TOKEN, account, receiver, amount: 2n }),
    ];
  }

  function define(): EmittedLog[] {
    state.definitions += 1;
    return [
      emitted('attestationCenter.TaskDefinitionAdded', {
        taskDefinitionId: state.definitions,
        definition: {
          runtimeId: hash('runtime'),
          avsLogic: simulatedAccount(902),
          enabled: true,
          minimumQuorumBps: 6_667,
          maximumQuorumBps: 7_500,
          performerBps: 2_000,
          aggregatorBps: 500,
          feeFloorUnits: 2 ** 32 - 1,
          revealWindowBlocks: 50,
          seedDelayBlocks: 2,
          responseWindowBlocks: 10,
          verdictWindowBlocks: 300,
          gracePeriodSeconds: 3_600,
          maximumParameterBytes: 2n ** 64n - 1n,
          budget: {
            ticks: 2n ** 64n - 1n,
            nativeWork: 1n,
            tensorElements: 1n,
            modelRuns: 2 ** 32 - 1,
            memoryBytes: 2 ** 32 - 1,
            stackBytes: 1,
          },
        },
      }),
    ];
  }

  function govern(): EmittedLog[] {
    if (random.integer(2) === 0) return define();
    if (state.definitions > 1 && random.integer(3) === 0) {
      return [emitted('attestationCenter.TaskDefinitionDisabled', { taskDefinitionId: state.definitions })];
    }
    const terms = {
      listed: true,
      feeUnit: BigInt(random.integer(9)),
      creationFee: 10n,
      storageFeePerMebibyte: 1n,
    };
    return [emitted('modelSubmission.TokenTermsChanged', { token: TOKEN, terms })];
  }

  return {
    step: () => {
      const live = tasks.filter((task) => task.state !== 'ended' || task.pending.length > 0);
      const choice = random.integer(20);
      if (choice === 0) return claim();
      if (choice === 1) return govern();
      if (choice < 4) return changeOperators();
      if (live.length === 0 || choice === 4) return createTask();
      const task = random.pick(live);
      if (task.state === 'created') return choice === 5 ? topUp(task) : settleBaseline(task);
      if (task.pending.length > 0 && (choice > 11 || task.state === 'ended')) {
        return proceed(task, random.pick(task.pending));
      }
      if (choice === 6 && task.pending.length === 0) return close(task);
      return choice === 7 ? topUp(task) : commit(task);
    },
    fork: (seed) => resume(structuredClone(state), seededRandom(seed)),
  };
}

function credit(account: Address, reason: number, submissionId: bigint, amount: bigint): EmittedLog {
  return emitted('modelSubmission.Credited', { token: TOKEN, account, reason, submissionId, amount });
}

function simulatedKey(operator: Address) {
  return {
    x_a: hash(`${operator} xa`),
    x_b: hash(`${operator} xb`),
    y_a: hash(`${operator} ya`),
    y_b: hash(`${operator} yb`),
  };
}

function hash(text: string): Hex {
  return keccak256(toHex(text));
}
