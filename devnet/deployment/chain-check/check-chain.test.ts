import {
  type PublicClient,
  createPublicClient,
  createTestClient,
  createWalletClient,
  custom,
  numberToHex,
} from 'viem';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { localTransport } from '../../chain/transport.ts';
import { localAccounts } from '../../accounts.ts';
import { type LocalChain, startChain } from '../../chain.ts';
import { deployContracts } from '../deploy.ts';
import { localParameters } from '../networks/local.ts';
import { type ChainFinding, checkChain } from './check-chain.ts';

const CODE = '0x00';
const LARGE = 1n << 255n;
const blockSchema = z.looseObject({ number: z.string() });

async function onChain<Value>(
  hardfork: 'cancun' | 'prague',
  body: (chain: LocalChain, publicClient: PublicClient) => Promise<Value>,
): Promise<Value> {
  const chain = await startChain({ hardfork });
  try {
    return await body(chain, createPublicClient({ transport: localTransport(chain.rpcUrl), cacheTime: 0 }));
  } finally {
    await chain.stop();
  }
}

const testClientOf = ({ rpcUrl }: LocalChain) =>
  createTestClient({ mode: 'anvil', transport: localTransport(rpcUrl) });

const byCheck = (findings: readonly ChainFinding[]) =>
  Object.fromEntries(findings.map(({ check, status }) => [check, status]));

describe('checkChain', () => {
  test('default: a chain of Prague has all that is needed, and a young one cannot be judged in all', async () => {
    await onChain('prague', async (chain, publicClient) => {
      expect(byCheck(await checkChain(publicClient))).toEqual({
        'bls-precompiles': 'holds',
        'block-hash-history': 'unknown',
        'header-encoding': 'holds',
        randomness: 'unknown',
        sequencer: 'holds',
      });
      await testClientOf(chain).mine({ blocks: 320 });
      expect(new Set(Object.values(byCheck(await checkChain(publicClient))))).toEqual(new Set(['holds']));
    });
  });

  test('behavior: a chain of an older fork is refused, before anything is sent', async () => {
    await onChain('cancun', async (chain, publicClient) => {
      await testClientOf(chain).mine({ blocks: 20 });
      expect(byCheck(await checkChain(publicClient))).toMatchObject({
        'bls-precompiles': 'fails',
        'block-hash-history': 'fails',
      });
      const { governor, treasury } = localAccounts();
      const deploying = deployContracts({
        walletClient: createWalletClient({ account: governor, transport: localTransport(chain.rpcUrl) }),
        publicClient,
        parameters: localParameters({ treasury: treasury.address }),
      });
      await expect(deploying).rejects.toThrow('bls-precompiles: EIP-2537 is missing or wrong: BLS12_G1ADD');
      expect(await publicClient.getTransactionCount({ address: governor.address })).toBe(0);
    });
  });

  // No chain that can be started here has such values: the answers of a real one are changed on their way.
  test.each([
    { kind: 'constant', value: () => LARGE, detail: 'PREVRANDAO is constant over the last 16 blocks' },
    {
      kind: 'repeated',
      value: (block: bigint) => LARGE + block / 8n,
      detail: 'PREVRANDAO repeats itself: 3 values in 16 blocks, so it is known in advance',
    },
    {
      kind: 'small',
      value: (block: bigint) => block,
      detail: 'PREVRANDAO is a small number in recent blocks, not a random one',
    },
  ])('behavior: a $kind PREVRANDAO is told', async ({ value, detail }) => {
    await onChain('prague', async (chain) => {
      await testClientOf(chain).mine({ blocks: 20 });
      const upstream = localTransport(chain.rpcUrl)({ retryCount: 0 });
      const publicClient = createPublicClient({
        transport: custom({
          request: async ({ method, params }: { method: string; params: unknown }) => {
            const answer: unknown = await upstream.request({ method, params });
            return method === 'eth_getBlockByNumber'
              ? { ...blockSchema.parse(answer), ...mixed(answer) }
              : answer;
          },
        }),
        cacheTime: 0,
      });
      const mixed = (block: unknown) => ({
        mixHash: numberToHex(value(BigInt(blockSchema.parse(block).number)), { size: 32 }),
      });
      const findings = byCheck(await checkChain(publicClient));
      expect(findings).toMatchObject({ randomness: 'fails', 'header-encoding': 'fails' });
      const finding = (await checkChain(publicClient)).find(({ check }) => check === 'randomness');
      expect(finding?.detail).toBe(detail);
    });
  });

  test.each([
    { kind: 'an OP-stack chain', address: '0x4200000000000000000000000000000000000015' },
    { kind: 'an Arbitrum chain', address: '0x0000000000000000000000000000000000000064' },
  ] as const)('behavior: the marks of $kind are seen', async ({ kind, address }) => {
    await onChain('prague', async (chain, publicClient) => {
      await testClientOf(chain).setCode({ address, bytecode: CODE });
      const finding = (await checkChain(publicClient)).find(({ check }) => check === 'sequencer');
      expect(finding?.status).toBe('fails');
      expect(finding?.detail).toContain(`this is ${kind}`);
    });
  });
});
