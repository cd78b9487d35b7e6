import { pino } from 'pino';
import { type Address, type Hex, parseEther } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initialise } from '../../examples/x-squared/train.ts';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { findOperator, postingRank, readOperatorSet } from '#worker/chain/operator-set.ts';
import { type ByzantineAggregator, startByzantineAggregator } from '../network/byzantine-aggregator.ts';
import { type DeafEndpoint, openDeafEndpoint } from '../network/deaf-endpoint.ts';
import { type Flood, startFlood } from '../network/flood.ts';
import {
  type NetworkOperator,
  type OperatorNetwork,
  openOperatorNetwork,
} from '../network/operator-network.ts';

const PATIENCE_MS = 400_000;
/** The last of them is the one that is dropped: the others have 70 % of the power without it, 77 % with it. */
const HONEST = [1_000, 1_000, 1_000, 300];
const OTHERS = [330, 330, 330];
const TOTAL = parseEther('4290');
const VICTIM_POWER = parseEther('300');
/** Whose turn it is to post is drawn by lot: it was none of the others in one run of ten thousand. */
const MOST_SUBMISSIONS = 16;

/** To read what the nodes log: ZARATHUSTRA_TEST_LOG=1. */
const log = pino({ level: process.env['ZARATHUSTRA_TEST_LOG'] === undefined ? 'silent' : 'debug' });

describe(
  'aggregators with less than a third of the power that misbehave',
  { timeout: 3 * PATIENCE_MS },
  () => {
    let network: OperatorNetwork;
    let taskId: number;
    let aggregator: ByzantineAggregator;
    let flood: Flood | undefined;
    let nonce = 0;
    const endpoints: DeafEndpoint[] = [];

    beforeAll(async () => {
      network = await openOperatorNetwork({
        honestStakes: HONEST,
        otherStakes: OTHERS,
        log,
        otherEndpoint: async ({ honestEndpoint }) => {
          const endpoint = await openDeafEndpoint({ honestEndpoint });
          endpoints.push(endpoint);
          return endpoint.url;
        },
      });
      const [operator] = network.others;
      const [endpoint] = endpoints;
      const [database] = network.databases;
      if (!operator || !endpoint || !database) throw new Error('The network is not complete.');
      aggregator = startByzantineAggregator({
        network,
        operator,
        endpoint,
        database,
        victim: victim().account.address,
      });
      ({ taskId } = await network.publish());
    }, 2 * PATIENCE_MS);

    afterAll(async () => {
      await flood?.stop();
      await aggregator?.stop();
      await network?.close();
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    }, PATIENCE_MS);

    const client = () => network.clientOf(honest(0).account);
    const honest = (index: number): NetworkOperator => {
      const operator = network.honest[index];
      if (!operator) throw new Error(`There is no honest operator ${index}.`);
      return operator;
    };
    const victim = () => honest(HONEST.length - 1);

    /** Submits, waits for the verdict, and tells how it was posted. */
    const settle = async () => {
      nonce += 1;
      const submissionId = await network.submit({ taskId, candidate: initialise(nonce) });
      const { status } = await waitForSubmission(client(), {
        submissionId,
        intervalMs: 100,
        timeoutMs: PATIENCE_MS,
      });
      expect(status).toMatch(/^(Not)?Improved$/);
      const { publicClient, deployment } = client();
      const [posting, ...more] = await publicClient.getContractEvents({
        address: deployment.contracts.attestationCenter,
        abi: attestationCenterAbi,
        eventName: 'TaskSubmitted',
        args: { submissionId },
        fromBlock: 0n,
        strict: true,
      });
      expect(more).toEqual([]);
      if (!posting) throw new Error('The verdict was posted by nobody.');
      const { from } = await publicClient.getTransaction({ hash: posting.transactionHash });
      return { ...posting.args, from };
    };

    /** The verdict that every honest operator computed for what was posted. */
    const expectHonestVerdict = async ({
      submissionId,
      verdictHash,
    }: {
      submissionId: bigint;
      verdictHash: Hex;
    }) => {
      for (const { prisma } of network.databases) {
        const promises = await prisma.verdictPromise.findMany({ where: { submissionId } });
        for (const promise of promises) expect(promise.verdictHash).toBe(verdictHash);
      }
    };
    const isHonest = (account: Address) =>
      network.honest.some((operator) => operator.account.address.toLowerCase() === account.toLowerCase());

    test('what silent aggregators withhold, the others post, also when it is a silent one’s turn', async () => {
      const first: boolean[] = [];
      while (!first.includes(true) && first.length < MOST_SUBMISSIONS) {
        const posting = await settle();
        expect(isHonest(posting.from)).toBe(true);
        expect(posting.totalPower).toBe(TOTAL);
        expect(posting.nonSigners).toEqual(
          expect.arrayContaining(network.others.map(({ account }) => account.address)),
        );
        await expectHonestVerdict(posting);
        const given = endpoints[0]?.attestations.filter(
          ({ submissionId }) => submissionId === posting.submissionId,
        );
        // It had all that it takes.
        expect(new Set(given?.map(({ operator }) => operator)).size).toBe(HONEST.length);
        const seed = given?.[0]?.seed ?? '0x';
        const set = await readOperatorSet(client());
        const ranks = network.others.map(({ account }) => {
          const operator = findOperator(set, account.address);
          return operator && postingRank(set, { operator, seed, attempt: 0 });
        });
        first.push(ranks.includes(0));
      }
      expect(first).toContain(true);
    });

    test('one that drops a chosen attestation changes no verdict, gets nobody slashed, and keeps nobody out for good', async () => {
      aggregator.behave('drop');
      const dropped = async () => {
        const posting = await settle();
        await expectHonestVerdict(posting);
        return posting;
      };
      let posting = await dropped();
      // It is a race, which an honest one may win.
      for (let tries = 1; isHonest(posting.from) && tries < MOST_SUBMISSIONS; tries += 1)
        posting = await dropped();
      expect(isHonest(posting.from)).toBe(false);
      expect(posting.nonSigners).toContain(victim().account.address);
      aggregator.behave('withhold');
      const signed: bigint[] = [];
      while (!signed.includes(parseEther('3300')) && signed.length < MOST_SUBMISSIONS) {
        const { signedPower } = await settle();
        // With the victim or without it: nobody waits for a small one.
        expect([parseEther('3300'), parseEther('3300') - VICTIM_POWER]).toContain(signedPower);
        signed.push(signedPower);
      }
      expect(signed).toContain(parseEther('3300'));
    });

    test.each(['starve', 'forge'] as const)(
      'the chain refuses what one posts to %s, and the others settle it',
      async (misbehaviour) => {
        aggregator.behave(misbehaviour);
        const mine = () => aggregator.postings.filter((posting) => posting.misbehaviour === misbehaviour);
        for (let tries = 0; mine().length === 0 && tries < MOST_SUBMISSIONS; tries += 1) {
          const posting = await settle();
          expect(isHonest(posting.from)).toBe(true);
          await expectHonestVerdict(posting);
        }
        aggregator.behave('withhold');
        expect(mine().map(({ status }) => status)).toContain('reverted');
        expect(mine().map(({ status }) => status)).not.toContain('success');
      },
    );

    test('one that floods the others is held back by the rate limit while verdicts go on', async () => {
      const [, operator] = network.others;
      const [database] = network.databases;
      if (!operator || !database) throw new Error('There is nobody to flood.');
      flood = startFlood({ network, operator, database });
      const posting = await settle();
      await expectHonestVerdict(posting);
      const running = flood;
      await network.until(
        'the limit has held something back',
        async () => (running.answers().get(429) ?? 0) > 0,
      );
      await expectHonestVerdict(await settle());
      await flood.stop();
      const answers = flood.answers();
      expect([...answers.keys()].filter((status) => status >= 500)).toEqual([]);
      expect(answers.get(400)).toBeGreaterThan(0);
    });

    test('nobody honest has lost anything', async () => {
      const { publicClient, deployment } = client();
      for (const [index, stake] of HONEST.entries()) {
        const record = await publicClient.readContract({
          address: deployment.contracts.avsGovernance,
          abi: avsGovernanceAbi,
          functionName: 'getOperatorRecord',
          args: [honest(index).account.address],
        });
        expect(record.stake).toBe(parseEther(String(stake)));
      }
      const evidence = await Promise.all(
        network.databases.map(({ prisma }) => prisma.slashingEvidence.findMany()),
      );
      expect(evidence.flat()).toEqual([]);
    });
  },
);
