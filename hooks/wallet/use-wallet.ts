'use client';

import { useMemo } from 'react';
import type { Address } from 'viem';
import { useAccount, useConfig } from 'wagmi';
import { getAccount, getPublicClient, getWalletClient, switchChain } from 'wagmi/actions';
import type { ReadClient, WriteClient } from '#sdk/client.ts';
import { WrongChainError } from '#sdk/transaction/errors.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { useRequiredChain } from './chain-context.tsx';

/** What the person's wallet is ready for. */
export type WalletState =
  | { status: 'connecting' }
  | { status: 'disconnected' }
  | { status: 'wrong-chain'; address: Address; chainId: number }
  | { status: 'ready'; address: Address };

export type WalletActions = {
  /** Reads from the chain; needs no wallet. */
  readClient: ReadClient;
  /** For the SDK's writing actions. @throws {WalletDisconnectedError}, {WrongChainError} */
  openClient(): Promise<WriteClient>;
  /** Asks the wallet to go to the marketplace's chain. */
  switchChain(): Promise<void>;
};

/** Nobody is connected. */
export class WalletDisconnectedError extends BaseError {
  override name = 'WalletDisconnectedError';
  constructor() {
    super('No wallet is connected.', { metaMessages: ['Connect one and try again.'] });
  }
}

/** The wallet, for components below `WalletProviders`. */
export function useWallet(): WalletState & WalletActions {
  const chain = useRequiredChain();
  const config = useConfig();
  const { address, chainId, status } = useAccount();
  const actions = useMemo<WalletActions>(() => {
    const { deployment } = chain;
    const publicClient = getPublicClient(config);
    if (publicClient === undefined) throw new RangeError('the wallet has no chain');
    const readClient = { publicClient, deployment };
    return {
      readClient,
      openClient: async () => {
        const current = getAccount(config);
        if (current.address === undefined) throw new WalletDisconnectedError();
        if (current.chainId !== deployment.chainId) {
          throw new WrongChainError({ expected: deployment.chainId, actual: current.chainId ?? 0 });
        }
        return { ...readClient, walletClient: await getWalletClient(config) };
      },
      switchChain: async () => {
        await switchChain(config, { chainId: deployment.chainId });
      },
    };
  }, [chain, config]);
  const state = useMemo<WalletState>(() => {
    if (address === undefined) {
      return { status: status === 'disconnected' ? 'disconnected' : 'connecting' };
    }
    return chainId === chain.deployment.chainId
      ? { status: 'ready', address }
      : { status: 'wrong-chain', address, chainId: chainId ?? 0 };
  }, [address, chain, chainId, status]);
  return useMemo(() => ({ ...state, ...actions }), [actions, state]);
}
