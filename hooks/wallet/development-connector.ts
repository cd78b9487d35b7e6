import { type Address, custom, getAddress, http, numberToHex } from 'viem';
import { type CreateConnectorFn, createConnector } from 'wagmi';

/**
 * A wallet of an account that the chain itself signs for, as local development chains do: no extension, no key in the
 * page. Requests go to the chain as they are.
 */
export function developmentConnector(parameters: {
  account: Address;
  name: string;
  rpcUrl: string;
}): CreateConnectorFn {
  const { account, name, rpcUrl } = parameters;
  const id = `development-${account.toLowerCase()}`;
  const node = http(rpcUrl)({});
  return createConnector((config) => {
    const chainId = config.chains[0].id;
    const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
      if (method === 'eth_accounts' || method === 'eth_requestAccounts') return [account];
      if (method === 'eth_chainId') return numberToHex(chainId);
      return node.request({ method, params });
    };
    return {
      id,
      name,
      type: 'development',
      async connect<withCapabilities extends boolean = false>() {
        type Accounts = withCapabilities extends true
          ? readonly { address: Address; capabilities: Record<string, unknown> }[]
          : readonly Address[];
        // It has no capabilities to tell of; wagmi asks for the plain form.
        return { accounts: [account] as readonly Address[] as Accounts, chainId };
      },
      async disconnect() {},
      async getAccounts() {
        return [getAddress(account)];
      },
      async getChainId() {
        return chainId;
      },
      async getProvider() {
        return custom({ request })({ retryCount: 0 });
      },
      /** Only who chose it before is connected to it by itself. */
      async isAuthorized() {
        return (await config.storage?.getItem('recentConnectorId')) === id;
      },
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect() {
        config.emitter.emit('disconnect');
      },
    };
  });
}
