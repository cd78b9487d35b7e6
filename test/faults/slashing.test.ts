import { pino } from 'pino';
import { type Address, parseEther } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initialise } from '../../examples/x-squared/train.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { type ByzantineOperator, startByzantineOperator } from '../network/byzantine-operator.ts';
import { type OperatorNetwork, openOperatorNetwork } from '../network/operator-network.ts';

const PATIENCE_MS = 400_000;
/** The honest have 71 % of the power: all of them are needed, and enough. */
const HONEST = [1_000, 1_000, 1_000];
const OTHERS = [400, 400, 400];
/** Who performs is drawn by lot: after so many submissions a liar was elected, but for one run in a thousand. */
const MOST_SUBMISSIONS = 16;

/** To read what the nodes log: ZARATHUSTRA_TEST_LOG=1. */
const log = pino({ level: process.env.ZARATHUSTRA_TEST_LOG === undefined ? 'silent' : 'debug' });

describe('operators with less than a third of the power that misbehave', { timeout: 3 * PATIENCE_MS }, () => {
  let network: OperatorNetwork;
  let taskId: number;
  let nonce = 0;
  const byzantine: ByzantineOperator[] = [];

  beforeAll(async () => {
    network = await openOperatorNetwork({ honestStakes: HONEST, otherStakes: OTHERS, log });
    const [database] = network.databases;
    if (!database) throw new Error('There is no honest operator.');
    for (const [index, operator] of network.others.entries()) {
      const misbehaviours = index === 0 ? (['garbage', 'equivocate'] as const) : (['lie'] as const);
      byzantine.push(startByzantineOperator({ network, operator, misbehaviours, database }));
    }
    ({ taskId } = await network.publish());
  }, 2 * PATIENCE_MS);

  afterAll(async () => {
    await Promise.all(byzantine.map((operator) => operator.stop()));
    await network?.close();
  }, PATIENCE_MS);

  const stakeOf = async (operator: Address) => {
    const [observer] = network.honest;
    if (!observer) throw new Error('There is no honest operator.');
    const { publicClient, deployment } = network.clientOf(observer.account);
    const { stake } = await publicClient.readContract({
      address: deployment.contracts.avsGovernance,
      abi: avsGovernanceAbi,
      functionName: 'getOperatorRecord',
      args: [operator],
    });
    return stake;
  };
  const submit = async () => {
    nonce += 1;
    return network.submit({ taskId, candidate: initialise(nonce) });
  };
  const settle = async (submissionId: bigint) => {
    const [observer] = network.honest;
    if (!observer) throw new Error('There is no honest operator.');
    const client = network.clientOf(observer.account);
    return waitForSubmission(client, { submissionId, intervalMs: 100, timeoutMs: PATIENCE_MS });
  };
  const slashings = async () =>
    Promise.all(network.databases.map(({ prisma }) => prisma.slashing.findMany()));

  test('the equivocator loses half its stake and its place, without anybody’s help, while verdicts go on', async () => {
    const equivocator = network.others[0]?.account.address ?? '0x';
    const isFound = async () => {
      const found = await Promise.all(
        network.databases.map(({ prisma }) =>
          prisma.slashingEvidence.count({ where: { offence: 'Equivocation' } }),
        ),
      );
      return found.some((count) => count > 0);
    };
    // Whoever evaluates before it misbehaves may be too late for one submission.
    for (let submissions = 0; submissions < MOST_SUBMISSIONS && !(await isFound()); submissions += 1) {
      expect((await settle(await submit())).status).toMatch(/^(Not)?Improved$/);
    }
    await network.until(
      'the equivocator is slashed',
      async () => (await stakeOf(equivocator)) < parseEther('400'),
    );
    expect(await stakeOf(equivocator)).toBe(parseEther('200'));
    await network.until('every index shows it', async () =>
      (await slashings()).every((rows) => rows.some(({ operator }) => operator === equivocator)),
    );
    const metrics = await (await fetch(`${network.honest[0]?.endpoint}/metrics`)).text();
    expect(metrics).toMatch(/^eigen_slashing_status\{avs_name="zarathustra"\} 0$/m);
    expect(metrics).toMatch(/^zarathustra_slashing_evidence\{state="(proven|held)",.*\} [1-9]/m);
  });

  test('a performer that claims another verdict loses a tenth of its stake', async () => {
    const isSlashed = async () => {
      const stakes = await Promise.all(
        network.others.slice(1).map(({ account }) => stakeOf(account.address)),
      );
      return stakes.some((stake) => stake < parseEther('400'));
    };
    for (let submissions = 0; submissions < MOST_SUBMISSIONS; submissions += 1) {
      const liars = byzantine.flatMap(({ deeds }) =>
        deeds.filter(({ misbehaviour }) => misbehaviour === 'lie'),
      );
      if (liars.length > 0) break;
      expect((await settle(await submit())).status).toMatch(/^(Not)?Improved$/);
    }
    await network.until('the liar is slashed', isSlashed);
    const stakes = await Promise.all(network.others.slice(1).map(({ account }) => stakeOf(account.address)));
    // Once for each evaluation: 10 % of what is left.
    for (const stake of stakes)
      expect([400, 360, 324, 291.6].map((s) => parseEther(String(s)))).toContain(stake);
  });

  test('honest operators keep their stake, also when a reorganisation makes them evaluate and sign anew', async () => {
    const submissionId = await submit();
    const [observer] = network.honest;
    const [database] = network.databases;
    if (!observer || !database) throw new Error('There is no honest operator.');
    const client = network.clientOf(observer.account);
    const { seedBlock } = await getSubmission(client, { submissionId });
    await network.until('somebody has signed', async () => {
      return (await database.prisma.verdictPromise.count({ where: { submissionId } })) > 0;
    });
    await network.reorganise({ from: seedBlock - 1 });
    await network.until('somebody has signed on another seed', async () => {
      const promises = await database.prisma.verdictPromise.findMany({ where: { submissionId } });
      return new Set(promises.map(({ seed }) => seed)).size > 1;
    });
    expect((await settle(submissionId)).status).toMatch(/^(Not)?Improved$/);

    expect((await settle(await submit())).status).toMatch(/^(Not)?Improved$/);
    for (const { account } of network.honest) expect(await stakeOf(account.address)).toBe(parseEther('1000'));
    const evidence = await Promise.all(
      network.databases.map(({ prisma }) => prisma.slashingEvidence.findMany()),
    );
    const accused = new Set(evidence.flat().map(({ operator }) => operator));
    for (const { account } of network.honest) expect(accused).not.toContain(account.address);
  });
});
