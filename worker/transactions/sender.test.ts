import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { concatHex, createTestClient, encodeErrorResult, numberToHex, parseEther } from 'viem';
import { foundry } from 'viem/chains';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localTransport } from '#devnet/chain/transport.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { type LocalChain, startChain } from '#devnet/chain.ts';
import { type PostgresServer, removePostgresFiles, startPostgres } from '#devnet/postgres.ts';
import { type Database, createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import { listOpenTransactions } from '#database/operator/transactions.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { ContractRevertedError } from '#sdk/errors/contract-reverted.ts';
import { connectChain } from '../chain/connection.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { createTransactionSender } from './sender.ts';

const [operator, receiver] = localAccounts().operators;
if (!operator || !receiver) throw new Error('there are no local operators');
const { account } = operator;
const to = receiver.account.address;
const log = pino({ level: 'silent' });

let directory: string;
let postgres: PostgresServer;
let chain: LocalChain;
let database: Database;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-sender-'));
  [postgres, chain] = await Promise.all([
    startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false }),
    startChain(),
  ]);
  const url = await postgres.createDatabaseFor('operator');
  await applyMigrations({ url });
  database = createDatabase({ url });
});

afterAll(async () => {
  await database?.close();
  await chain?.stop();
  await postgres?.stop();
  await removePostgresFiles(path.join(directory, 'postgres'));
  await rm(directory, { recursive: true, force: true });
});

async function open() {
  const unused = numberToHex(1, { size: 20 });
  const deployment: Deployment = {
    chainId: chain.chainId,
    startBlock: 0,
    contracts: {
      modelSubmission: unused,
      attestationCenter: unused,
      operatorRegistry: unused,
      avsLogic: unused,
      avsGovernance: unused,
      messageHandler: unused,
      slasher: unused,
      timelock: unused,
      token: unused,
      stakeToken: unused,
    },
    taskDefinitionId: 1,
  };
  const client = await connectChain({ rpcUrls: [chain.rpcUrl], deployment, metrics: createMetrics() });
  const miner = createTestClient({ mode: 'anvil', chain: foundry, transport: localTransport(chain.rpcUrl) });
  return {
    client,
    miner,
    createSender: (settings: { bumpAfterMs?: number; maximumFeePerGas?: bigint } = {}) =>
      createTransactionSender({ client, database, account, log, ...settings }),
  };
}

describe('createTransactionSender', () => {
  test('default: many at once get nonces in line and are all mined', async () => {
    const { client, createSender } = await open();
    const sender = createSender();
    const before = await client.publicClient.getTransactionCount({ address: account.address });
    const receipts = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        sender.send({ to, data: '0x', purpose: `greeting ${index}`, action: 'greet' }),
      ),
    );
    expect(receipts.map(({ status }) => status)).toEqual(Array(5).fill('success'));
    expect(await client.publicClient.getTransactionCount({ address: account.address })).toBe(before + 5);
    expect(await listOpenTransactions(database, { account: account.address })).toEqual([]);
  });

  test('behavior: one purpose is one transaction, also across a restart before it is mined', async () => {
    const { client, miner, createSender } = await open();
    const before = await client.publicClient.getTransactionCount({ address: account.address });
    const first = createSender();
    await miner.setAutomine(false);
    const send = { to, data: '0x', purpose: 'once', action: 'send once' } as const;
    const abandoned = expect(Promise.all([first.send(send), first.send(send)])).rejects.toThrow(
      'The node stops',
    );
    await expect
      .poll(() => client.publicClient.getTransactionCount({ address: account.address, blockTag: 'pending' }))
      .toBe(before + 1);
    await first.close();
    await abandoned;

    const second = createSender();
    await second.resume();
    expect(second.isUnderWay('once')).toBe(true);
    const resumed = second.send(send);
    await miner.setAutomine(true);
    await miner.mine({ blocks: 1 });
    expect((await resumed).status).toBe('success');
    expect(await client.publicClient.getTransactionCount({ address: account.address })).toBe(before + 1);
    expect(await listOpenTransactions(database, { account: account.address })).toEqual([]);
  });

  test('behavior: what is not mined is sent again with higher fees, also after a restart, and mined once', async () => {
    const { client, miner, createSender } = await open();
    await miner.setAutomine(false);
    const before = await client.publicClient.getTransactionCount({ address: account.address });
    const send = { to, data: '0x', purpose: 'urgent', action: 'send it at last' } as const;
    const first = createSender();
    const abandoned = expect(first.send(send)).rejects.toThrow('The node stops');
    const listOpen = () => listOpenTransactions(database, { account: account.address });
    await expect.poll(async () => (await listOpen()).length).toBe(1);
    const [underpaid] = await listOpen();
    const { maxFeePerGas = 0n } = await client.publicClient.getTransaction({ hash: underpaid?.hash ?? '0x' });
    await first.close();
    await abandoned;

    // What was enough is not any more.
    await miner.setNextBlockBaseFeePerGas({ baseFeePerGas: maxFeePerGas * 2n });
    await miner.mine({ blocks: 1 });
    const second = createSender({ bumpAfterMs: 200 });
    await second.resume();
    const resumed = second.send(send);
    await expect.poll(async () => (await listOpen()).length, { timeout: 30_000 }).toBeGreaterThan(1);
    await miner.setIntervalMining({ interval: 1 });
    const receipt = await resumed;
    await miner.setIntervalMining({ interval: 0 });
    await miner.setAutomine(true);
    expect(receipt.status).toBe('success');
    expect(receipt.transactionHash).not.toBe(underpaid?.hash);
    expect(receipt.effectiveGasPrice).toBeGreaterThan(maxFeePerGas);
    expect(await client.publicClient.getTransactionCount({ address: account.address })).toBe(before + 1);
    expect(await listOpen()).toEqual([]);
  });

  test('behavior: fees are not raised above the limit of the settings', async () => {
    const { client, miner, createSender } = await open();
    const { baseFeePerGas } = await client.publicClient.getBlock();
    const limited = createSender({ maximumFeePerGas: (baseFeePerGas ?? 0n) * 4n, bumpAfterMs: 50 });
    const { effectiveGasPrice } = await limited.send({ to, data: '0x', purpose: 'cheap', action: 'send it' });
    expect(effectiveGasPrice).toBeLessThanOrEqual((baseFeePerGas ?? 0n) * 4n);
    await miner.mine({ blocks: 1 });
  });

  test('error: what would revert is not sent, and the contract’s error is named', async () => {
    const { client, miner, createSender } = await open();
    const target = numberToHex(0xbad, { size: 20 });
    const selector = encodeErrorResult({ abi: operatorRegistryAbi, errorName: 'EmptySet' });
    // PUSH4 selector, PUSH0, MSTORE, PUSH1 4, PUSH1 28, REVERT: refuses every call.
    await miner.setCode({ address: target, bytecode: concatHex(['0x63', selector, '0x5f526004601cfd']) });
    const before = await client.publicClient.getTransactionCount({ address: account.address });
    const sending = createSender().send({ to: target, data: '0x', purpose: 'refused', action: 'do it' });
    await expect(sending).rejects.toThrow(ContractRevertedError);
    await expect(sending).rejects.toThrow('EmptySet');
    expect(await client.publicClient.getTransactionCount({ address: account.address })).toBe(before);
  });

  test('error: an account without money is told so', async () => {
    const { client, miner } = await open();
    const poor = receiver;
    await miner.setBalance({ address: poor.account.address, value: 0n });
    const sender = createTransactionSender({ client, database, account: poor.account, log });
    const sending = sender.send({ to: account.address, data: '0x', purpose: 'poor', action: 'pay' });
    await expect(sending).rejects.toThrow('cannot pay the gas');
    await miner.setBalance({ address: poor.account.address, value: parseEther('1') });
  });
});
