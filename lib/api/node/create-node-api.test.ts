import { describe, expect, test } from 'vitest';
import { createNodeApi } from './create-node-api.ts';
import { describeProcesses } from './services.ts';
import type { NodeProcess } from '#database/operator/processes.ts';

const RUNTIME = '0x01';

function process(parameters: Partial<NodeProcess>): NodeProcess {
  return {
    processId: 'a',
    roles: ['watcher', 'evaluator'],
    isStarted: true,
    isChainUp: true,
    isStorageUp: true,
    runtimeId: RUNTIME,
    isAlive: true,
    ...parameters,
  };
}

const DATABASE_UP = { id: 'database', name: 'Database', description: '', status: 'Up' } as const;

function apiOf(processes: readonly NodeProcess[]) {
  return createNodeApi({
    nodeName: 'zarathustra',
    nodeVersion: '1.2.3',
    listServices: async () => [DATABASE_UP, ...describeProcesses(processes, RUNTIME)],
    onError: () => undefined,
  });
}

async function statusOf(processes: readonly NodeProcess[], path: string): Promise<number> {
  const response = await apiOf(processes).request(`/eigen/node${path}`);
  expect(await response.text()).toBe('');
  return response.status;
}

describe('createNodeApi', () => {
  test('says who the node is, with and without the version of the specification', async () => {
    for (const query of ['', '?version=v0.0.1']) {
      const response = await apiOf([]).request(`/eigen/node${query}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        node_name: 'zarathustra',
        spec_version: 'v0.0.1',
        node_version: '1.2.3',
      });
    }
  });

  test('another version of the specification is not found, on every route', async () => {
    for (const path of ['', '/health', '/services', '/services/chain/health']) {
      const response = await apiOf([]).request(`/eigen/node${path}?version=v0.0.2`);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ message: 'API version not found' });
    }
  });

  test('is healthy with 200 when everything works', async () => {
    expect(await statusOf([process({})], '/health')).toBe(200);
  });

  test('is partially healthy with 206 while a role has no living process', async () => {
    const dead = process({ processId: 'b', roles: ['gateway'], isAlive: false });
    expect(await statusOf([process({}), dead], '/health')).toBe(206);
    expect(await statusOf([process({}), dead], '/services/role-gateway/health')).toBe(503);
  });

  test('is unhealthy with 503 when no process reaches the chain', async () => {
    expect(await statusOf([process({ isChainUp: false })], '/health')).toBe(503);
    expect(await statusOf([], '/health')).toBe(503);
  });

  test('a process that starts makes its roles Initializing, with 206', async () => {
    const starting = process({ isStarted: false });
    expect(await statusOf([starting], '/services/role-watcher/health')).toBe(206);
    const response = await apiOf([starting]).request('/eigen/node/services');
    expect(await response.json()).toEqual({
      services: [
        DATABASE_UP,
        expect.objectContaining({ id: 'chain', status: 'Initializing' }),
        expect.objectContaining({ id: 'storage', status: 'Initializing' }),
        expect.objectContaining({ id: 'runtime', status: 'Initializing' }),
        {
          id: 'role-evaluator',
          name: 'Role evaluator',
          description: 'Evaluates champion and challenger',
          status: 'Initializing',
        },
        expect.objectContaining({ id: 'role-watcher', status: 'Initializing' }),
      ],
    });
  });

  test('an evaluator with another runtime than the task definition’s makes the runtime Down', async () => {
    const outdated = process({ runtimeId: '0x02' });
    expect(await statusOf([outdated], '/services/runtime/health')).toBe(503);
    expect(await statusOf([outdated], '/health')).toBe(206);
  });

  test('an unknown service is not found', async () => {
    expect(await statusOf([process({})], '/services/nothing/health')).toBe(404);
  });

  test('a failure is a 500 that does not tell what failed', async () => {
    const failures: unknown[] = [];
    const api = createNodeApi({
      nodeName: 'zarathustra',
      nodeVersion: '1.2.3',
      listServices: () => Promise.reject(new Error('secret')),
      onError: (error) => failures.push(error),
    });
    const response = await api.request('/eigen/node/health');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal server error' });
    expect(failures.map(String)).toEqual(['Error: secret']);
  });
});
