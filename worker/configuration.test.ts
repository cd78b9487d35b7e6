import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigurationError, parseConfiguration, readConfiguration } from './configuration.ts';

const address = '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A';
const deployment = {
  chainId: 31337,
  startBlock: 1,
  contracts: {
    modelSubmission: address,
    attestationCenter: address,
    operatorRegistry: address,
    avsLogic: address,
    avsGovernance: address,
    messageHandler: address,
    slasher: address,
    timelock: address,
    token: address,
    stakeToken: address,
  },
  taskDefinitionId: 1,
};
const secret = `0x${'ab'.repeat(32)}`;
const settings = {
  rpcUrls: ['http://127.0.0.1:8545'],
  deployment,
  databaseUrl: 'postgres://localhost/operator',
  dataDirectory: 'data',
  accountKey: secret,
  blsKey: secret,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-configuration-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('parseConfiguration', () => {
  test('default: what is not given has a default, and all roles are on', () => {
    expect(parseConfiguration(settings)).toMatchObject({
      roles: ['watcher', 'evaluator', 'performer', 'attester', 'aggregator', 'gateway'],
      http: { host: '127.0.0.1', port: 4001 },
      confirmations: 1,
      logLevel: 'info',
    });
  });

  test('behavior: an evaluator needs no keys', () => {
    const { accountKey: _account, blsKey: _bls, ...keyless } = settings;
    expect(parseConfiguration({ ...keyless, roles: ['evaluator'] }).accountKey).toBeUndefined();
    expect(() => parseConfiguration(keyless)).toThrow('needed by the roles performer, attester, aggregator');
  });

  test('error: an unknown setting is refused by name, and a malformed secret is not shown', () => {
    expect(() => parseConfiguration({ ...settings, confirmation: 3 })).toThrow('confirmation');
    const malformed = 'not-a-key-but-secret';
    try {
      parseConfiguration({ ...settings, accountKey: malformed });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(String(error)).toContain('accountKey');
      expect(String(error)).not.toContain(malformed);
    }
  });
});

describe('readConfiguration', () => {
  test('default: a file, secrets from files of their own, and the environment over them', async () => {
    const { accountKey: _account, ...withoutKey } = settings;
    await writeFile(path.join(directory, 'account.key'), `${secret}\n`);
    await writeFile(path.join(directory, 'deployment.json'), JSON.stringify(deployment));
    const file = path.join(directory, 'node.json');
    await writeFile(
      file,
      JSON.stringify({
        ...withoutKey,
        deployment: path.join(directory, 'deployment.json'),
        accountKeyFile: path.join(directory, 'account.key'),
      }),
    );
    const environment = { ZARATHUSTRA_HTTP_PORT: '0', ZARATHUSTRA_ROLES: 'watcher, attester' };
    expect(await readConfiguration({ path: file, environment })).toMatchObject({
      accountKey: secret,
      deployment,
      http: { host: '127.0.0.1', port: 0 },
      roles: ['watcher', 'attester'],
    });
  });

  test('error: a file that cannot be read is named', async () => {
    const missing = path.join(directory, 'missing.json');
    await expect(readConfiguration({ path: missing, environment: {} })).rejects.toThrow(missing);
  });
});
