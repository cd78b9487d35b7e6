import { readFile } from 'node:fs/promises';
import { type Hex, encodeEventTopics, erc20Abi, pad, toHex } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { readEngineParts } from '#evaluation/node/engine-parts.ts';
import { type Engine, createEngine } from '#evaluation/runtime/engine.ts';
import { type EvaluationInput, type EvaluationResult, evaluate } from '#evaluation/runtime/evaluate.ts';
import { ContentTooLargeError, ContentUnavailableError } from '#protocol/content/errors.ts';
import { type ContentPointer, toCid } from '#protocol/content/pointer.ts';
import type { Content } from '#protocol/content/read-content.ts';
import { OUTCOMES, type Outcome } from '#protocol/verdict/outcome.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { packBundle, packParameters } from '#sdk/content/pack.ts';
import { claim } from '#sdk/marketplace/claim.ts';
import { commitSubmission } from '#sdk/marketplace/commit-submission.ts';
import { createTask } from '#sdk/marketplace/create-task.ts';
import { forfeitUnrevealed } from '#sdk/marketplace/forfeit-unrevealed.ts';
import { getCredit } from '#sdk/marketplace/get-credit.ts';
import { getRequiredBond } from '#sdk/marketplace/get-required-bond.ts';
import { getTaskCost } from '#sdk/marketplace/get-task-cost.ts';
import { revealSubmission } from '#sdk/marketplace/reveal-submission.ts';
import { topUp } from '#sdk/marketplace/top-up.ts';
import { claimFees } from '#sdk/operators/claim-fees.ts';
import { getTaskDefinition } from '#sdk/operators/get-task-definition.ts';
import { approve } from '#sdk/token/approve.ts';
import { type JudgedVerdict, useMarketplace } from '../../test/marketplace.ts';
import { testTerms } from '../../test/terms.ts';
import { initialiseWorse, trainBetter } from '../demo/candidates.ts';
import { checkCircuit, checkFacts } from './check-circuit.ts';
import { IncompleteFactsError } from './errors.ts';
import { type ModelSubmissionEvent, decodeEvents } from './events.ts';
import type { Facts } from './facts.ts';
import { CREDIT_REASONS } from './ledger/money.ts';
import { readFacts } from './read-facts.ts';

const BUNDLE = new URL('../../examples/x-squared/', import.meta.url);
const marketplace = useMarketplace({ operatorCount: 4 });

const contents = new Map<Hex, Uint8Array<ArrayBuffer>>();
const evaluations = new Map<string, EvaluationResult>();
let engine: Engine;
let facts: Facts;

async function readContent(pointer: ContentPointer, { maxBytes }: { maxBytes: number }): Promise<Content> {
  const root = toCid(pointer);
  const bytes = contents.get(pointer.digest);
  if (bytes === undefined) throw new ContentUnavailableError({ root, failures: [] });
  if (bytes.length > maxBytes) throw new ContentTooLargeError({ root, limit: maxBytes, unit: 'bytes' });
  return { kind: 'file', bytes };
}

/** Real evaluations; an equal one is not run again, for the many forgeries that leave it as it is. */
async function evaluateOnce(input: EvaluationInput): Promise<EvaluationResult> {
  const { seed, architecture, evaluation, championParameters, challengerParameters } = input;
  const key = [seed, architecture, evaluation, championParameters, challengerParameters]
    .map((part) => String(part))
    .join('|');
  const result = evaluations.get(key) ?? (await evaluate(engine, input));
  evaluations.set(key, result);
  return result;
}

const check = (forged: Facts) => checkFacts({ facts: forged, evaluate: evaluateOnce });
const describeFindings = async (forged: Facts) =>
  (await check(forged)).findings.map(({ rule, subject }) => `${rule}: ${subject}`);

/** The circuit: a baseline, an improvement, a worse one, an invalid one, one that is never revealed; all claim. */
async function playCircuit(): Promise<void> {
  const { accounts, clientOf, deployment, operators, settle, mine } = marketplace();
  const owner = clientOf(accounts.owner);
  const files = await Promise.all(
    ['architecture.json', 'parameters.safetensors', 'evaluation.js', 'task.json'].map(async (path) => ({
      path,
      content: new Uint8Array(await readFile(new URL(path, BUNDLE))),
    })),
  );
  const { pointers } = await packBundle(files);
  const [architecture, baseline, evaluation] = files.map(({ content }) => content);
  if (!architecture || !baseline || !evaluation) throw new RangeError('the bundle is incomplete');
  contents.set(pointers.architecture.digest, architecture);
  contents.set(pointers.parameters.digest, baseline);
  contents.set(pointers.evaluation.digest, evaluation);

  const terms = testTerms(deployment, { ...pointers, targetScore: (SCORE_ONE * 9999n) / 10_000n });
  const { token } = terms;
  const { total } = await getTaskCost(owner, { terms });
  await approve(owner, { token, amount: total + 1_000n });
  const { taskId, baselineId } = await createTask(owner, { terms });
  await topUp(owner, { taskId, amount: 1_000n });
  const { budget, revealWindowBlocks } = await getTaskDefinition(owner, terms);

  const judge = async (seed: Hex, championId: bigint, champion: Uint8Array, challenger?: Uint8Array) => {
    const result = await evaluateOnce({
      architecture,
      evaluation,
      championParameters: new Uint8Array(champion),
      ...(challenger ? { challengerParameters: new Uint8Array(challenger) } : {}),
      terms,
      seed,
      budget,
    });
    const { outcome, traceDigest } = result;
    const measured = outcome === 'Invalid' ? undefined : result;
    const verdict: JudgedVerdict = {
      championId,
      outcome,
      wins: measured?.wins ?? 0,
      championDecidingSum: measured?.championDecidingSum ?? 0n,
      challengerDecidingSum: measured?.challengerDecidingSum ?? 0n,
      championPricingSum: measured?.championPricingSum ?? 0n,
      challengerPricingSum: measured?.challengerPricingSum ?? 0n,
      traceDigest,
    };
    return verdict;
  };
  await settle({ submissionId: baselineId, verdict: (seed) => judge(seed, baselineId, baseline) });

  const commit = async (index: number, parameters: Uint8Array) => {
    const account = accounts.optimizers[index];
    if (!account) throw new RangeError('there are not as many optimizers');
    const client = clientOf(account);
    const { pointer } = await packParameters(parameters);
    contents.set(pointer.digest, new Uint8Array(parameters));
    await approve(client, { token, amount: await getRequiredBond(client, { taskId }) });
    const { submissionId, salt } = await commitSubmission(client, { taskId, parameters: pointer });
    return {
      submissionId,
      reveal: () => revealSubmission(client, { submissionId, parameters: pointer, salt }),
    };
  };
  const better = trainBetter(baseline);
  const winner = await commit(0, better);
  await winner.reveal();
  await settle({
    submissionId: winner.submissionId,
    verdict: (seed) => judge(seed, baselineId, baseline, better),
    nonSigners: 1,
  });
  const worse = initialiseWorse();
  const loser = await commit(1, worse);
  await loser.reveal();
  await settle({
    submissionId: loser.submissionId,
    verdict: (seed) => judge(seed, winner.submissionId, better, worse),
    claimed: false,
  });
  const broken = new Uint8Array([1, 2, 3]);
  const invalid = await commit(2, broken);
  await invalid.reveal();
  await settle({
    submissionId: invalid.submissionId,
    verdict: (seed) => judge(seed, winner.submissionId, better, broken),
  });
  const silent = await commit(3, new Uint8Array([4]));
  await mine(revealWindowBlocks);
  await forfeitUnrevealed(owner, { submissionId: silent.submissionId });

  for (const account of [accounts.owner, accounts.treasury, ...accounts.optimizers]) {
    const client = clientOf(account);
    if ((await getCredit(client, { token, account: account.address })) > 0n) await claim(client, { token });
  }
  // The last operator leaves its fees, so that something is still owed.
  for (const { account } of operators.slice(0, -1)) await claimFees(clientOf(account), { token });
}

beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
  await playCircuit();
  const { chain, deployment } = marketplace();
  // The checker computes everything itself.
  evaluations.clear();
  facts = await readFacts({ rpcUrl: chain.rpcUrl, deployment, readContent });
});

/** Every 32-byte word of an event that is `original` becomes `forged`. */
function forge(event: ModelSubmissionEvent | undefined, original: bigint, forged: bigint): Facts {
  if (event === undefined) throw new RangeError('the circuit has no such event');
  const replace = (hex: Hex): Hex => {
    const words = hex.slice(2).match(/.{64}/g) ?? [];
    const word = (value: bigint) => pad(toHex(value)).slice(2);
    return `0x${words.map((one) => (one === word(original) ? word(forged) : one)).join('')}`;
  };
  const logs = facts.logs.map((log): Facts['logs'][number] => {
    if (log.blockNumber !== event.blockNumber || log.logIndex !== event.logIndex) return log;
    const [selector, ...topics] = log.topics;
    return { ...log, data: replace(log.data), topics: selector ? [selector, ...topics.map(replace)] : [] };
  });
  expect(logs).not.toEqual(facts.logs);
  return { ...facts, logs };
}

function eventsNamed<name extends ModelSubmissionEvent['eventName']>(eventName: name) {
  return decodeEvents(facts)
    .flatMap(({ events }) => events)
    .flatMap(({ source, event }) => (source === 'modelSubmission' ? [event] : []))
    .filter(
      (event): event is Extract<ModelSubmissionEvent, { eventName: name }> => event.eventName === eventName,
    );
}

const settledAs = (outcome: Outcome) =>
  eventsNamed('SubmissionSettled').find(({ args }) => args.verdict.outcome === OUTCOMES.indexOf(outcome));

describe('checkFacts', () => {
  test('default: agrees with a circuit of every kind of outcome', async () => {
    const report = await check(facts);
    expect(report.findings.map(String)).toEqual([]);
    expect(report.checked).toMatchObject({ tasks: 1, submissions: 5, evaluations: 4 });
    expect(eventsNamed('SubmissionSettled').map(({ args }) => OUTCOMES[args.verdict.outcome])).toEqual([
      'Baseline',
      'Improved',
      'NotImproved',
      'Invalid',
    ]);
  });

  test('behavior: a payout that is one unit too high is found', async () => {
    const credited = eventsNamed('Credited').find(({ args }) => CREDIT_REASONS[args.reason] === 'Payment');
    const amount = credited?.args.amount ?? 0n;
    expect(amount).toBeGreaterThan(0n);
    const { findings } = await check(forge(credited, amount, amount + 1n));
    expect(findings).toMatchObject([
      { rule: 'payment', expected: amount.toString(), actual: (amount + 1n).toString() },
    ]);
    expect(String(findings[0])).toContain(`expected ${amount}, found ${amount + 1n}`);
  });

  test('behavior: a payment in the verdict’s event that the scores do not justify is found', async () => {
    const improved = settledAs('Improved');
    const payment = improved?.args.payment ?? 0n;
    expect(await describeFindings(forge(improved, payment, payment - 1n))).toEqual([
      `payment: payment of submission ${improved?.args.submissionId}`,
    ]);
  });

  test('behavior: a champion that nobody made is found, in the state and in the log', async () => {
    const [task] = facts.state.tasks;
    if (!task) throw new RangeError('there is no task');
    const forgedState = { ...facts.state, tasks: [{ ...task, championId: task.championId + 1n }] };
    expect(await describeFindings({ ...facts, state: forgedState })).toEqual([
      'champion: champion of task 1',
    ]);

    const [changed] = eventsNamed('ChampionChanged');
    const forgedLog = forge(changed, changed?.args.championId ?? 0n, toSubmissionId({ taskId: 1, index: 2 }));
    expect((await check(forgedLog)).findings).toMatchObject([{ rule: 'champion' }]);
  });

  test('behavior: a balance that is one unit off is found', async () => {
    for (const index of facts.state.balances.keys()) {
      const balances = facts.state.balances.map((balance, at) =>
        at === index ? { ...balance, amount: balance.amount + 1n } : balance,
      );
      const rules = (await check({ ...facts, state: { ...facts.state, balances } })).findings.map(
        ({ rule }) => rule,
      );
      expect(rules).toContain('balance');
    }
  });

  test('behavior: credits, fees, liabilities and the operators’ bucket are recomputed', async () => {
    const raise = <Entry extends { amount: bigint }>(entries: readonly Entry[]) =>
      entries.map((entry) => ({ ...entry, amount: entry.amount + 1n }));
    const rulesOf = async (state: Partial<Facts['state']>) =>
      new Set(
        (await check({ ...facts, state: { ...facts.state, ...state } })).findings.map(({ rule }) => rule),
      );
    const { credits, earnedFees, liabilities, operatorsBuckets } = facts.state;
    expect(earnedFees.some(({ amount }) => amount > 0n)).toBe(true);
    expect(await rulesOf({ credits: raise(credits) })).toEqual(new Set(['credit']));
    expect(await rulesOf({ earnedFees: raise(earnedFees) })).toEqual(new Set(['fee']));
    expect(await rulesOf({ liabilities: raise(liabilities) })).toEqual(new Set(['liabilities']));
    expect(await rulesOf({ operatorsBuckets: raise(operatorsBuckets) })).toEqual(new Set(['fee']));
  });

  test('behavior: scores, trace digests and seeds that are not the evaluation’s are found', async () => {
    const improved = settledAs('Improved');
    const { verdict } = improved?.args ?? {};
    if (!improved || !verdict) throw new RangeError('nothing improved');
    const sum = await describeFindings(
      forge(improved, verdict.challengerDecidingSum, verdict.challengerDecidingSum - 1n),
    );
    expect(sum).toContain(
      `evaluation: challenger’s deciding sum of submission ${verdict.submissionId}, evaluated anew`,
    );
    const digest = BigInt(verdict.traceDigest);
    expect(await describeFindings(forge(improved, digest, digest ^ 1n))).toContain(
      `evaluation: trace digest of submission ${verdict.submissionId}, evaluated anew`,
    );
    const seed = BigInt(verdict.seed);
    expect(await describeFindings(forge(improved, seed, seed ^ 1n))).toContain(
      `seed: seed of submission ${verdict.submissionId}`,
    );
  });

  test('behavior: a verdict that the operators did not sign is found', async () => {
    const improved = settledAs('Improved');
    const { verdict } = improved?.args ?? {};
    if (!improved || !verdict) throw new RangeError('nothing improved');
    const findings = await describeFindings(forge(improved, BigInt(verdict.wins), BigInt(verdict.wins) - 1n));
    expect(findings).toContain(`signature: verdict on submission ${verdict.submissionId}`);
    expect(findings).toContain(`performer: claim on the verdict on submission ${verdict.submissionId}`);
  });

  test('behavior: an altered seed block is found', async () => {
    const [revealed] = eventsNamed('SubmissionRevealed');
    const seedBlock = BigInt(revealed?.args.seedBlock ?? 0);
    const block = facts.blocks.get(seedBlock);
    if (!block) throw new RangeError('the seed block was not read');
    const blocks = new Map(facts.blocks).set(seedBlock, { ...block, mixHash: block.parentHash });
    const rules = (await check({ ...facts, blocks })).findings.map(({ rule }) => rule);
    expect(rules).toContain('seed');
    expect(rules).toContain('evaluation');
  });

  test('behavior: a bond that is too low is found', async () => {
    const [committed] = eventsNamed('SubmissionCommitted');
    const bond = committed?.args.bond ?? 0n;
    expect((await check(forge(committed, bond, bond - 1n))).findings).toMatchObject([
      { rule: 'bond', expected: bond.toString() },
    ]);
  });

  test('behavior: parameters that were not committed to are found', async () => {
    const [revealed] = eventsNamed('SubmissionRevealed');
    const digest = BigInt(revealed?.args.parameters.digest ?? 0);
    const rules = (await check(forge(revealed, digest, digest ^ 1n))).findings.map(({ rule }) => rule);
    expect(rules).toContain('commitment');
    expect(rules).toContain('content');
  });

  test('behavior: a transfer without a reason is found', async () => {
    const { modelSubmission, stakeToken } = facts.contracts;
    const [transferTopic] = encodeEventTopics({ abi: erc20Abi, eventName: 'Transfer' });
    const paid = facts.logs.find(
      ({ address, topics }) =>
        address.toLowerCase() !== stakeToken.toLowerCase() &&
        topics[0] === transferTopic &&
        topics[2] === pad(modelSubmission).toLowerCase(),
    );
    if (!paid) throw new RangeError('nothing was ever paid');
    const logs = facts.logs.flatMap((log) => (log === paid ? [log, log] : [log]));
    expect((await check({ ...facts, logs })).findings.map(({ rule }) => rule)).toContain('transfer');
  });

  test('behavior: content beyond the task’s quota counts as operators count it, whatever a gateway has', async () => {
    const [created] = eventsNamed('TaskCreated');
    const quota = created?.args.terms.storageQuotaBytes ?? 0n;
    const { findings } = await check(forge(created, quota, 100n));
    // The baseline is void then, and later verdicts lack their network.
    expect(findings.filter(({ rule }) => rule === 'evaluation')).toContainEqual(
      expect.objectContaining({ expected: 'Invalid', actual: 'Baseline' }),
    );
    expect(findings.map(({ rule }) => rule)).toContain('content');
  });

  test('behavior: content that is gone is found, and everything else is still judged', async () => {
    const gone = async (pointer: ContentPointer): Promise<Content> => {
      throw new ContentUnavailableError({ root: toCid(pointer), failures: [] });
    };
    const { findings } = await check({ ...facts, readContent: gone });
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['content']));
  });
});

describe('checkCircuit', () => {
  test('default: reads all facts from the chain and evaluates in child processes', async () => {
    const { chain, deployment } = marketplace();
    const { findings, checked } = await checkCircuit({ rpcUrl: chain.rpcUrl, deployment, readContent });
    expect(findings.map(String)).toEqual([]);
    expect(checked.evaluations).toBe(4);
  });

  test('error: logs that begin too late cannot be judged', async () => {
    const { chain, deployment, publicClient } = marketplace();
    const startBlock = Number(await publicClient.getBlockNumber());
    const checking = checkCircuit({
      rpcUrl: chain.rpcUrl,
      deployment,
      startBlock: startBlock - 5,
      readContent,
    });
    const outcome = await checking.then(
      ({ findings }) => findings.length > 0,
      (error: unknown) => error instanceof IncompleteFactsError,
    );
    expect(outcome).toBe(true);
  });
});
