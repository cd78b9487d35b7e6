import type { BrowserContext, Page } from 'playwright-core';
import { type LocalAccount, type Hex, createWalletClient, isHex, numberToHex } from 'viem';
import { foundry } from 'viem/chains';
import { z } from 'zod';
import { localTransport } from '#devnet/chain/transport.ts';

/** A wallet in the browser that signs with a real key, for real transactions. */
export type InjectedWallet = {
  account: LocalAccount;
  /** The person says no to the next request, of this method or this primary type of EIP-712 if one is named. */
  rejectNext(what?: string): void;
  /** The person goes to another chain in the wallet. */
  goTo(page: Page, chainId: number): Promise<void>;
  /** The methods that asked the person for something, in their order. */
  asked: readonly string[];
};

const NAME = 'Test wallet';
/** EIP-1193. */
const USER_REJECTED = 4001;
const UNRECOGNISED_CHAIN = 4902;
/** Somewhere else than the marketplace. */
export const OTHER_CHAIN_ID = 1;

const transactionSchema = z.object({
  to: z.custom<Hex>((value) => isHex(value)),
  data: z.custom<Hex>((value) => isHex(value)).optional(),
  value: z.coerce.bigint().optional(),
  gas: z.coerce.bigint().optional(),
});

const typedDataSchema = z.object({
  domain: z.record(z.string(), z.unknown()),
  types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
  primaryType: z.string(),
  message: z.record(z.string(), z.unknown()),
});

declare global {
  interface Window {
    /** Bound by the test: it answers for the wallet. */
    askWallet?: (method: string, params: readonly unknown[]) => Promise<Answer>;
  }
}

type Answer = { result: unknown } | { error: { code: number; message: string } };

/**
 * Announces a wallet (EIP-6963) to every page of a context. Its requests are answered here: signatures and
 * transactions with the account's key, everything else by the chain.
 */
export async function injectWallet(
  context: BrowserContext,
  parameters: { account: LocalAccount; rpcUrl: string; chainId?: number },
): Promise<InjectedWallet> {
  const { account, rpcUrl } = parameters;
  const marketplaceChainId = foundry.id;
  let chainId = parameters.chainId ?? marketplaceChainId;
  let rejected: { what: string | undefined } | undefined;
  /** A wallet tells its accounts to pages that the person has let in. */
  let isPermitted = false;
  const asked: string[] = [];
  const wallet = createWalletClient({ account, chain: foundry, transport: localTransport(rpcUrl) });

  /** Asks the person. */
  const confirm = (method: string, primaryType?: string): Answer | undefined => {
    asked.push(method);
    if (rejected === undefined || ![method, primaryType].includes(rejected.what ?? method)) return undefined;
    rejected = undefined;
    return { error: { code: USER_REJECTED, message: 'User rejected the request.' } };
  };
  const answer = async (method: string, params: readonly unknown[]): Promise<Answer> => {
    switch (method) {
      case 'eth_requestAccounts': {
        const refusal = isPermitted ? undefined : confirm(method);
        isPermitted ||= refusal === undefined;
        return refusal ?? { result: [account.address] };
      }
      case 'eth_accounts':
        return { result: isPermitted ? [account.address] : [] };
      case 'eth_chainId':
        return { result: numberToHex(chainId) };
      case 'wallet_requestPermissions': {
        const refusal = isPermitted ? undefined : confirm(method);
        isPermitted ||= refusal === undefined;
        return refusal ?? { result: [{ parentCapability: 'eth_accounts' }] };
      }
      case 'wallet_revokePermissions':
        isPermitted = false;
        return { result: null };
      case 'wallet_switchEthereumChain': {
        const [{ chainId: wanted }] = z.tuple([z.object({ chainId: z.coerce.number() })]).parse(params);
        if (wanted !== marketplaceChainId) {
          return { error: { code: UNRECOGNISED_CHAIN, message: 'Unrecognized chain.' } };
        }
        const refusal = confirm(method);
        if (refusal) return refusal;
        chainId = wanted;
        return { result: null };
      }
      case 'eth_signTypedData_v4': {
        const typedData = typedDataSchema.parse(JSON.parse(z.string().parse(params[1])));
        const refusal = confirm(method, typedData.primaryType);
        if (refusal) return refusal;
        return { result: await account.signTypedData(typedData) };
      }
      case 'eth_sendTransaction': {
        const refusal = confirm(method);
        if (refusal) return refusal;
        const { to, data, value, gas } = transactionSchema.parse(params[0]);
        return { result: await wallet.sendTransaction({ to, data, value, gas }) };
      }
      default:
        return { result: await wallet.transport.request({ method, params }) };
    }
  };
  await context.exposeBinding('askWallet', async (_source, method: string, params: readonly unknown[]) => {
    try {
      return await answer(method, params);
    } catch (error) {
      return { error: { code: -32_603, message: error instanceof Error ? error.message : String(error) } };
    }
  });
  await context.addInitScript(announceWallet, NAME);
  return {
    account,
    asked,
    rejectNext: (what) => {
      rejected = { what };
    },
    goTo: async (page, wanted) => {
      chainId = wanted;
      await page.evaluate(() => window.dispatchEvent(new Event('wallet-chain-changed')));
    },
  };
}

/** Runs in the page. */
function announceWallet(name: string): void {
  type Listener = (value: unknown) => void;
  const listeners = new Map<string, Set<Listener>>();
  const ask = async (method: string, params: readonly unknown[]): Promise<Answer> => {
    if (window.askWallet === undefined) throw new Error('Nobody answers for the wallet.');
    return window.askWallet(method, params);
  };
  const tellChain = async () => {
    const answer = await ask('eth_chainId', []);
    if ('error' in answer) return;
    for (const tell of listeners.get('chainChanged') ?? []) tell(answer.result);
  };
  window.addEventListener('wallet-chain-changed', () => void tellChain());
  const provider = {
    request: async ({ method, params = [] }: { method: string; params?: readonly unknown[] }) => {
      const answer = await ask(method, params);
      if ('error' in answer)
        throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
      if (method === 'wallet_switchEthereumChain') await tellChain();
      return answer.result;
    },
    on: (event: string, listener: Listener) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
    },
    removeListener: (event: string, listener: Listener) => {
      listeners.get(event)?.delete(listener);
    },
  };
  const detail = Object.freeze({
    info: {
      uuid: '5b6e4f0c-8f0e-4a43-9d65-5d0d9ad8a4c1',
      name,
      icon: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E',
      rdns: 'org.example.wallet',
    },
    provider,
  });
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}
