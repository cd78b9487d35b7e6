import { BlockList } from 'node:net';
import { Agent } from 'undici';

/** Networks that are not the internet: IANA's special-purpose registries, RFC 6890. */
const PRIVATE_NETWORKS = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const;

/** Fetches from addresses that others have named. */
export type PeerFetch = {
  fetch: typeof globalThis.fetch;
  /** Ends all connections. */
  close(): Promise<void>;
};

/**
 * A `fetch` for URLs that others chose: operators name their endpoints, owners their gateways. Unless private addresses
 * are allowed it connects to none, so nobody reaches through this node what only this node can reach. What is checked
 * is the address that is connected to, whatever a name resolves to at that moment.
 */
export function createPeerFetch({ privateAddresses }: { privateAddresses: 'allow' | 'refuse' }): PeerFetch {
  const blockList = new BlockList();
  if (privateAddresses === 'refuse') {
    for (const [network, prefix] of PRIVATE_NETWORKS) {
      blockList.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4');
    }
  }
  const dispatcher = new Agent({ connect: { blockList } });
  return {
    fetch: (input, init) => {
      const throughAgent: RequestInit & { dispatcher: Agent } = { ...init, dispatcher };
      return fetch(input, throughAgent);
    },
    close: () => dispatcher.destroy(),
  };
}
