import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import {
  type Hex,
  type LocalAccount,
  createPublicClient,
  createWalletClient,
  isHex,
  numberToHex,
  parseEther,
  zeroAddress,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { localTransport } from '#devnet/chain/transport.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { type LocalChain, startChain } from '#devnet/chain.ts';
import { deployContracts } from '#devnet/deployment/deploy.ts';
import { localParameters } from '#devnet/deployment/networks/local.ts';
import { readExampleBundle } from '#examples/read-files.ts';
import { findFreePort } from '#devnet/ports.ts';
import { type PostgresServer, removePostgresFiles, startPostgres } from '#devnet/postgres.ts';
import { createDatabase } from '#database/client.ts';
import { listUndescribed, readDescriptions } from '#database/descriptions.ts';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { toAttestationBody } from '#protocol/http/attestations.ts';
import { type SignedClaim, toSendTaskParameters } from '#protocol/http/claims.ts';
import { type SubmissionProgress, submissionProgressSchema } from '#protocol/http/progress.ts';
import { claimHash, performerIndex, submissionSeed } from '#protocol/verdict/messages.ts';
import { decodeVerdict } from '#protocol/verdict/verdict.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
import type { WriteClient } from '#sdk/client.ts';
import { createSubmissionDraft } from '#sdk/flows/draft.ts';
import { publishTask } from '#sdk/flows/publish-task.ts';
import { submitParameters } from '#sdk/flows/submit-parameters.ts';
import { getCredit } from '#sdk/marketplace/get-credit.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { getTask } from '#sdk/marketplace/get-task.ts';
import { getVerdict } from '#sdk/marketplace/get-verdict.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { applyChanges } from '#sdk/operators/apply-changes.ts';
import { getOperators } from '#sdk/operators/get-operators.ts';
import { registerOperator } from '#sdk/operators/register-operator.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { initialise, train } from '../examples/x-squared/train.ts';
import { type NodeConfigurationInput, parseConfiguration } from './configuration.ts';
import { createBlsSigner, provePossession } from './keys/bls.ts';
import { type OperatorNode, createNode } from './node.ts';

const OPERATORS = 4;
const STAKE = parseEther('1000');
const POOL = parseEther('1000');
const BUNDLE = path.join(import.meta.dirname, '../examples/x-squared');
const BUNDLE_FILES = ['architecture.json', 'parameters.safetensors', 'evaluation.js', 'task.json'];
/** Far more than anything takes, on a busy machine too. */
const PATIENCE_MS = 240_000;
const POLLING_MS = 100;
/** What the nodes of this process log, at the level that says most. To read it: ZARATHUSTRA_TEST_LOG=1. */
const isShown = process.env.ZARATHUSTRA_TEST_LOG !== undefined;
const logged: string[] = [];
const log = pino(
  { level: 'trace' },
  {
    write(line: string) {
      logged.push(line);
      if (isShown) process.stdout.write(line);
    },
  },
);
const INTERNAL_TOKEN = 'known to this test alone';

const accounts = localAccounts();
let directory: string;
let postgres: PostgresServer;
let chain: LocalChain;
let deployment: Deployment;
const settings: NodeConfigurationInput[] = [];
/** The first three run in this process, the fourth in its own. */
const nodes: (OperatorNode | undefined)[] = [];
let fourth: ChildProcess | undefined;

let taskId: number;
let baseline: Uint8Array;
let champion: Uint8Array;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-node-'));
  [postgres, chain] = await Promise.all([
    startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false }),
    startChain({ blockTimeSeconds: 1 }),
  ]);
  deployment = await deployContracts({
    walletClient: clientOf(accounts.governor).walletClient,
    publicClient: clientOf(accounts.governor).publicClient,
    parameters: localParameters({ treasury: accounts.treasury.address }),
  });
  // One after another: what registering costs depends on the changes that are queued before it.
  for (let index = 0; index < OPERATORS; index += 1) await register(index);
  await applyChanges(clientOf(accounts.governor));
  await Promise.all(Array.from({ length: OPERATORS }, (_, index) => startOperator(index)));
}, PATIENCE_MS);

afterAll(async () => {
  await Promise.all(Array.from({ length: OPERATORS }, (_, index) => stopOperator(index)));
  await chain?.stop();
  await postgres?.stop();
  await removePostgresFiles(path.join(directory, 'postgres'));
  await rm(directory, { recursive: true, force: true });
}, PATIENCE_MS);

function clientOf(account: LocalAccount): WriteClient {
  const transport = localTransport(chain.rpcUrl);
  return {
    publicClient: createPublicClient({
      chain: foundry,
      transport,
      pollingInterval: POLLING_MS,
      cacheTime: 0,
    }),
    walletClient: createWalletClient({ account, chain: foundry, transport }),
    deployment,
  };
}

function operatorKeys(index: number) {
  const keys = accounts.operators[index];
  if (!keys) throw new RangeError(`there is no operator ${index}`);
  return { ...keys, blsKey: numberToHex(1_000 + index, { size: 32 }) };
}

async function register(index: number): Promise<void> {
  const { account, privateKey, blsKey } = operatorKeys(index);
  const client = clientOf(account);
  const port = await findFreePort();
  settings[index] = {
    rpcUrls: [chain.rpcUrl],
    deployment,
    databaseUrl: await postgres.createDatabaseFor(`operator_${index}`),
    dataDirectory: path.join(directory, `operator-${index}`),
    accountKey: privateKey,
    blsKey,
    http: { port },
    internal: { port: await findFreePort(), token: INTERNAL_TOKEN },
  };
  await requestTokens(client, { token: deployment.contracts.stakeToken, amount: STAKE });
  const proof = provePossession({
    signer: createBlsSigner(blsKey),
    chainId: deployment.chainId,
    operatorRegistry: deployment.contracts.operatorRegistry,
    operator: account.address,
  });
  await registerOperator(client, { ...proof, stake: STAKE, endpoint: `http://127.0.0.1:${port}` });
}

async function startOperator(index: number): Promise<void> {
  if (index === OPERATORS - 1) {
    const file = path.join(directory, `operator-${index}.json`);
    await writeFile(file, JSON.stringify({ ...settings[index], logLevel: 'error' }));
    fourth = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts'), file], { stdio: 'inherit' });
  } else {
    const node = createNode(parseConfiguration(settings[index]), { log: log.child({ operator: index }) });
    nodes[index] = node;
    await node.start();
  }
  await until(`operator ${index} is healthy`, async () => {
    const response = await fetch(`${endpointOf(index)}/health`).catch(() => undefined);
    return response?.ok === true;
  });
}

async function stopOperator(index: number, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (index === OPERATORS - 1) {
    if (!fourth || fourth.exitCode !== null || fourth.signalCode !== null) return;
    const ended = once(fourth, 'exit');
    fourth.kill(signal);
    await ended;
  } else {
    await nodes[index]?.stop();
    nodes[index] = undefined;
  }
}

function endpointOf(index: number): string {
  return `http://127.0.0.1:${settings[index]?.http?.port}`;
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain until ${what}`);
    await delay(POLLING_MS);
  }
}

/** Commits, uploads and reveals; does not wait for the verdict. */
async function submit(optimizer: LocalAccount, parameters: Uint8Array): Promise<bigint> {
  const client = clientOf(optimizer);
  await requestTokens(client, { amount: parseEther('100') });
  const draft = await createSubmissionDraft(client, { taskId, parameters });
  const { submissionId } = await submitParameters(client, {
    draft,
    parameters,
    intervalMs: POLLING_MS,
    availabilityTimeoutMs: PATIENCE_MS,
  });
  return submissionId;
}

async function settled(submissionId: bigint) {
  const client = clientOf(accounts.owner);
  await waitForSubmission(client, { submissionId, intervalMs: POLLING_MS, timeoutMs: PATIENCE_MS });
  return getVerdict(client, { submissionId });
}

/** The attestation center's events about a submission. */
async function postings(submissionId: bigint) {
  return clientOf(accounts.owner).publicClient.getContractEvents({
    address: deployment.contracts.attestationCenter,
    abi: attestationCenterAbi,
    eventName: 'TaskSubmitted',
    args: { submissionId },
    fromBlock: 0n,
    strict: true,
  });
}

function optimizer(index: number): LocalAccount {
  const account = accounts.optimizers[index];
  if (!account) throw new RangeError(`there is no optimizer ${index}`);
  return account;
}

describe('four operator nodes', { timeout: PATIENCE_MS }, () => {
  const publish = (client: WriteClient, files: readonly BundleFile[], bounty: bigint) =>
    publishTask(client, {
      files,
      terms: {
        token: deployment.contracts.token,
        bounty,
        bond: parseEther('5'),
        operatorFee: parseEther('1'),
        targetScore: (SCORE_ONE * 9999n) / 10_000n,
        minGapBps: 500,
        rounds: 16,
        requiredWins: 14,
        quorumBps: 6_667,
        maxPending: 16,
        deadline: Math.floor(Date.now() / 1000) + 86_400,
        taskDefinitionId: deployment.taskDefinitionId,
      },
      intervalMs: POLLING_MS,
      baselineTimeoutMs: PATIENCE_MS,
    });

  test('open a task when they have measured its baseline', async () => {
    const client = clientOf(accounts.owner);
    await requestTokens(client, { amount: parseEther('2000') });
    const files = await Promise.all(
      BUNDLE_FILES.map(async (name) => ({
        path: name,
        content: new Uint8Array(await readFile(path.join(BUNDLE, name))),
      })),
    );
    baseline = files.find((file) => file.path === 'parameters.safetensors')?.content ?? new Uint8Array();
    const published = await publish(client, files, POOL);
    taskId = published.taskId;
    expect(published.task.status).toBe('Open');
    const [posting, ...others] = await postings(toSubmissionId({ taskId, index: 0 }));
    expect(others).toEqual([]);
    expect(posting?.args.totalPower).toBe(STAKE * BigInt(OPERATORS));
    expect(posting?.args.signedPower).toBeGreaterThanOrEqual(STAKE * 3n);
  });

  test('put the description of a task into the index, from where it is shown and searched', async () => {
    const database = createDatabase({ url: settings[0]?.databaseUrl ?? '' });
    const { metadataCid } = await database.prisma.task.findUniqueOrThrow({ where: { id: taskId } });
    await until(
      'the task is described',
      async () => (await listUndescribed(database, { limit: 1 })).length === 0,
    );
    const descriptions = await readDescriptions(database, [metadataCid]);
    expect(descriptions.get(metadataCid)).toMatchObject({ title: 'Square a number', licence: 'MIT' });
    await database.close();
  });

  test('measure a baseline on the data of its bundle, and log what went wrong in its evaluation code', async () => {
    const read = (name: string) => readFile(path.join(BUNDLE, name));
    const code = `export default ({ data }) => {
  throw new RangeError(data.names().join() + " holds " + data.bytes("a/b.bin").join());
};`;
    const files = await Promise.all(
      BUNDLE_FILES.map(async (name) => ({
        path: name,
        content: name === 'evaluation.js' ? new TextEncoder().encode(code) : new Uint8Array(await read(name)),
      })),
    );
    const data = { path: 'data/a/b.bin', content: Uint8Array.of(7, 8) };
    const { task } = await publish(clientOf(accounts.owner), [...files, data], POOL / 4n);
    expect(task.status).toBe('Open');
    const failures = logged.filter((line) => line.includes('evaluation code failed'));
    expect(failures.length).toBeGreaterThanOrEqual(3);
    expect(failures[0]).toContain('RangeError: a/b.bin holds 7,8');
    expect(failures[0]).toContain('evaluation.js:2:');
  });

  test('measure the baseline of a network that is an ONNX graph', async () => {
    const files = await readExampleBundle('sine-forecast');
    const { task } = await publish(clientOf(accounts.owner), files, POOL / 4n);
    expect(task.status).toBe('Open');
  });

  test('settle two that beat the champion in commit order, the second against the new champion, and pay', async () => {
    const trained = [100, 400].map((steps) => train({ parameters: baseline, steps, seed: 7 }));
    const submissions = await Promise.all(
      trained.map(async (parameters, index) => ({
        parameters,
        index,
        id: await submit(optimizer(index), parameters),
      })),
    );
    const [first, second] = submissions.sort((a, b) => (a.id < b.id ? -1 : 1));
    if (!first || !second) throw new Error('there are no submissions');
    const verdicts = [await settled(first.id), await settled(second.id)] as const;
    expect(verdicts[0].verdict).toMatchObject({
      outcome: 'Improved',
      championId: toSubmissionId({ taskId, index: 0 }),
    });
    // The longer training is the better one, whichever was committed first.
    const isSecondBetter = second.index > first.index;
    expect(verdicts[1].verdict).toMatchObject({
      outcome: isSecondBetter ? 'Improved' : 'NotImproved',
      championId: first.id,
    });
    const client = clientOf(accounts.owner);
    const { championId } = await getTask(client, { taskId });
    expect(championId).toBe(isSecondBetter ? second.id : first.id);
    champion = (isSecondBetter ? second : first).parameters;

    const { token } = deployment.contracts;
    const credit = await getCredit(client, { token, account: optimizer(first.index).address });
    expect(verdicts[0].payment).toBeGreaterThan(0n);
    expect(credit).toBeGreaterThan(verdicts[0].payment);
    const operators = await getOperators(client);
    const { seed } = verdicts[0].verdict;
    const [posting, ...others] = await postings(first.id);
    expect(others).toEqual([]);
    const { seedBlock } = await getSubmission(client, { submissionId: first.id });
    // Whoever is elected has a response window to claim, then the next one has: on a busy machine that may be over.
    const { responseWindowBlocks } = localParameters({ treasury: zeroAddress }).taskDefinition;
    const age = Number(posting?.blockNumber ?? 0n) - seedBlock;
    const attempts = Math.floor(age / responseWindowBlocks) + 1;
    const elected = Array.from(
      { length: attempts },
      (_, attempt) => operators[performerIndex({ seed, attempt, operatorCount: OPERATORS })]?.operator,
    );
    expect([...elected, zeroAddress]).toContain(posting?.args.taskPerformer);
  });

  test('find worse parameters NotImproved, although one of them was killed', async () => {
    const submissionId = await submit(optimizer(2), initialise(99));
    await stopOperator(OPERATORS - 1, 'SIGKILL');
    const { verdict, payment } = await settled(submissionId);
    expect(verdict.outcome).toBe('NotImproved');
    expect(payment).toBe(0n);
    expect(await postings(submissionId)).toHaveLength(1);
    await startOperator(OPERATORS - 1);
  });

  test('refuse forged and foreign messages with a reason, and settle exactly once after a restart in the middle', async () => {
    // Two of four are no quorum: the submission waits with its seed known.
    const submissionId = await submit(optimizer(3), champion);
    await Promise.all([stopOperator(2), stopOperator(3, 'SIGKILL')]);
    const client = clientOf(accounts.owner);
    const { seedBlock } = await getSubmission(client, { submissionId });
    await until('the seed block is mined', async () => {
      return (await client.publicClient.getBlockNumber()) > BigInt(seedBlock);
    });
    const { status } = await getSubmission(client, { submissionId });
    if (status === 'Revealed') {
      await sendForgeries(submissionId, seedBlock);
      await expectSecrecy(submissionId);
    }

    await Promise.all([stopOperator(0), stopOperator(1)]);
    await Promise.all(Array.from({ length: OPERATORS }, (_, index) => startOperator(index)));
    const { verdict } = await settled(submissionId);
    expect(verdict.outcome).toBe('NotImproved');
    expect(await postings(submissionId)).toHaveLength(1);
  });
});

describe('monitoring of a node', { timeout: PATIENCE_MS }, () => {
  test('the EigenLayer node API says that every service is up', async () => {
    const base = `${endpointOf(0)}/eigen/node`;
    const about = await fetch(base);
    expect(await about.json()).toMatchObject({ node_name: 'zarathustra', spec_version: 'v0.0.1' });
    await until('the node is healthy', async () => (await fetch(`${base}/health`)).status === 200);
    const { services } = servicesSchema.parse(await (await fetch(`${base}/services`)).json());
    expect(Object.fromEntries(services.map(({ id, status }) => [id, status]))).toEqual({
      database: 'Up',
      chain: 'Up',
      storage: 'Up',
      runtime: 'Up',
      'role-aggregator': 'Up',
      'role-attester': 'Up',
      'role-evaluator': 'Up',
      'role-gateway': 'Up',
      'role-performer': 'Up',
      'role-watcher': 'Up',
    });
    expect((await fetch(`${base}/services/role-attester/health`)).status).toBe(200);
  });

  test('the metrics tell stake, fees, score and requests by EigenLayer’s names, and nothing of a verdict', async () => {
    const text = await (await fetch(`${endpointOf(0)}/metrics`)).text();
    expect(text).toContain(
      'eigen_registered_stakes{quorum_number="0",quorum_name="stake",avs_name="zarathustra"} 1000',
    );
    expect(text).toMatch(
      /^eigen_rpc_request_total\{method="eth_call",client_version="anvil[^"]*",avs_name="zarathustra"\} [1-9]/m,
    );
    expect(text).toMatch(/^eigen_rpc_request_duration_seconds_count\{.*method="eth_call"/m);
    expect(text).toMatch(/^eigen_performance_score\{avs_name="zarathustra"\} \d+/m);
    const fees = new RegExp(
      `^eigen_fees_earned_total\\{token="${deployment.contracts.token}",.*\\} ([0-9.]+)$`,
      'm',
    );
    expect(Number(fees.exec(text)?.[1])).toBeGreaterThan(0);
    expect(text).toContain('# TYPE zarathustra_evaluation_duration_seconds histogram');
    expect(text).toContain('zarathustra_queue_jobs{state="waiting",avs_name="zarathustra"} 0');
    expect(text).not.toMatch(/0x[0-9a-f]{64}|improved|wins|score_sum/i);
  });
});

/**
 * While a verdict is computed but not mined: only the internal API, and only with its token, tells whether a claim is
 * true; no public route and no line of the log shows anything of the verdict.
 */
async function expectSecrecy(submissionId: bigint): Promise<void> {
  const [operator] = accounts.operators;
  if (!operator) throw new RangeError('there is no operator');
  const refused = await callInternal(
    'execute',
    { submissionId: submissionId.toString() },
    'a wrong token, long enough',
  );
  expect(refused.status).toBe(401);
  const { data: execution } = executionSchema.parse(
    (await callInternal('execute', { submissionId: submissionId.toString() })).json,
  );
  const claim = { ...execution, performer: operator.account.address };
  expect(await callInternal('validate', claim)).toEqual({ status: 200, json: { data: true } });
  const forged = { ...claim, proofOfTask: numberToHex(1, { size: 32 }) };
  expect(await callInternal('validate', forged)).toEqual({ status: 200, json: { data: false } });
  expect(await callInternal('validate', { ...claim, data: '0x00' })).toMatchObject({ status: 400 });

  const database = createDatabase({ url: settings[0]?.databaseUrl ?? '' });
  const evaluations = await database.prisma.operatorEvaluation.findMany({ where: { submissionId } });
  await database.close();
  const [evaluation] = evaluations;
  const { verdict, verdictHash } = z.object({ verdict: hexSchema, verdictHash: hexSchema }).parse(evaluation);
  const { traceDigest, championDecidingSum, challengerDecidingSum } = decodeVerdict(verdict);
  const hashes = [verdictHash, traceDigest].map((hash) => hash.slice(2));
  const secrets = [...hashes, championDecidingSum.toString(), challengerDecidingSum.toString()];

  const paths = [
    'health',
    'metrics',
    'eigen/node',
    'eigen/node/services',
    'task/execute',
    'task/validate',
    'rpc',
    'attestations',
    `submissions/${submissionId}/progress`,
  ];
  const answers = await Promise.all(
    paths.flatMap((publicPath) =>
      ['GET', 'POST'].map(async (method) => {
        const body =
          method === 'POST' ? { body: JSON.stringify({ submissionId: submissionId.toString() }) } : {};
        return (await fetch(`${endpointOf(0)}/${publicPath}`, { method, ...body })).text();
      }),
    ),
  );
  const events = await readEventStream(submissionId);
  expect(['claim', 'signatures']).toContain(events.phase);
  expect(events).toMatchObject({
    rounds: { finished: 16, total: 16 },
    attesters: { total: OPERATORS },
    isAbstained: false,
  });
  const said = [...answers, JSON.stringify(events), ...logged].join('\n');
  expect(said).toContain('verdict computed');
  for (const secret of secrets) expect(said).not.toContain(secret);
}

/** The first event of progress about a submission. */
async function readEventStream(submissionId: bigint): Promise<SubmissionProgress> {
  const response = await fetch(`${endpointOf(0)}/events`);
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    text += chunk.value;
    for (const [, data] of text.matchAll(/^event: progress\ndata: (.*)\n\n/gm)) {
      const progress = submissionProgressSchema.parse(JSON.parse(data ?? ''));
      if (progress.submissionId !== submissionId.toString()) continue;
      await reader?.cancel();
      return progress;
    }
  }
  throw new Error('The stream ended.');
}

const executionSchema = z.object({
  data: z.object({ proofOfTask: z.string(), data: z.string(), taskDefinitionId: z.number() }),
});
const hexSchema = z.custom<Hex>((value) => typeof value === 'string' && isHex(value));

async function callInternal(
  name: string,
  body: unknown,
  token = INTERNAL_TOKEN,
): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`http://127.0.0.1:${settings[0]?.internal?.port}/task/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

const servicesSchema = z.object({ services: z.array(z.object({ id: z.string(), status: z.string() })) });

/** Sends everything that an honest node must refuse to the first operator. */
async function sendForgeries(submissionId: bigint, seedBlock: number): Promise<void> {
  const client = clientOf(accounts.owner);
  const block = await client.publicClient.getBlock({ blockNumber: BigInt(seedBlock) });
  const seed = submissionSeed({
    prevRandao: block.mixHash,
    chainId: deployment.chainId,
    modelSubmission: deployment.contracts.modelSubmission,
    submissionId,
  });
  const { championId } = await getTask(client, { taskId });
  const operators = await getOperators(client);
  const electedIndex = performerIndex({ seed, attempt: 0, operatorCount: OPERATORS });
  const elected = operators[electedIndex];
  const notElected = operators[(electedIndex + 1) % OPERATORS];
  if (!elected || !notElected) throw new Error('there are no operators');
  const forger = privateKeyToAccount(generatePrivateKey());
  const claim = { submissionId, seed, championId, attempt: 0, proofOfTask: numberToHex(1, { size: 32 }) };
  const scope = {
    chainId: deployment.chainId,
    attestationCenter: deployment.contracts.attestationCenter,
    taskDefinitionId: deployment.taskDefinitionId,
  };
  const signature = await forger.signMessage({ message: { raw: claimHash({ ...scope, claim }) } });
  const signed: SignedClaim = { ...scope, claim, performer: elected.operator, signature };

  const sendClaim = async (forged: SignedClaim) => {
    const answer = await post(0, 'rpc', {
      jsonrpc: '2.0',
      id: 1,
      method: 'sendTask',
      params: toSendTaskParameters(forged),
    });
    return answer.json;
  };
  expect(await sendClaim(signed)).toMatchObject({ error: { data: { code: 'invalid-signature' } } });
  expect(await sendClaim({ ...signed, performer: notElected.operator })).toMatchObject({
    error: { data: { code: 'not-elected' } },
  });
  expect(await sendClaim({ ...signed, performer: forger.address })).toMatchObject({
    error: { data: { code: 'unknown-operator' } },
  });
  expect(await sendClaim({ ...signed, chainId: 1 })).toMatchObject({
    error: { data: { code: 'wrong-chain' } },
  });
  expect(await sendClaim({ ...signed, claim: { ...claim, attempt: 50 } })).toMatchObject({
    error: { code: -32000 },
  });

  const attestation = {
    submissionId,
    seed,
    championId,
    operator: notElected.operator,
    signature: createBlsSigner(numberToHex(5, { size: 32 })).sign(numberToHex(1, { size: 32 })),
  };
  const sendAttestation = async (forged: typeof attestation) =>
    (await post(0, 'attestations', toAttestationBody(forged))).json;
  expect(await sendAttestation({ ...attestation, operator: forger.address })).toMatchObject({
    error: { code: 'unknown-operator' },
  });
  await until('a signature by another key is refused', async () => {
    const answer = await sendAttestation(attestation);
    return JSON.stringify(answer).includes('invalid-signature');
  });
  expect(await sendAttestation({ ...attestation, submissionId: 2n ** 40n })).toMatchObject({
    error: { code: 'not-expected' },
  });
}

async function post(index: number, route: string, body: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${endpointOf(index)}/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}
