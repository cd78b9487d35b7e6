import { createPublicClient, getAddress, http } from 'viem';
import { getToken } from '#sdk/token/get-token.ts';
import { readConfiguration } from './configuration.ts';

/** A token as amounts of it are shown. */
export type TokenInfo = { address: string; symbol: string; decimals: number };

const REQUEST_TIMEOUT_MS = 2_000;
/** A symbol is the token's own text: it is cut to what a table can hold. */
const LONGEST_SYMBOL = 12;

const known = new Map<string, TokenInfo>();

/**
 * Symbol and decimals of tokens, by address. They never change, so each is asked for once. A token that cannot be
 * asked is shown in its base units, which are always right.
 */
export async function readTokens(addresses: Iterable<string>): Promise<(address: string) => TokenInfo> {
  const missing = [...new Set(addresses)].filter((address) => !known.has(address));
  await Promise.all(missing.map(readToken));
  return (address) => known.get(address) ?? { address, symbol: 'base units', decimals: 0 };
}

async function readToken(address: string): Promise<void> {
  const { rpcUrl } = readConfiguration();
  if (rpcUrl === undefined) return;
  const publicClient = createPublicClient({
    transport: http(rpcUrl, { batch: true, timeout: REQUEST_TIMEOUT_MS, retryCount: 0 }),
  });
  try {
    const { symbol, decimals } = await getToken({ publicClient }, { token: getAddress(address) });
    known.set(address, { address, symbol: symbol.slice(0, LONGEST_SYMBOL), decimals });
  } catch (error) {
    console.warn(`The token ${address} could not be read; its amounts are shown in base units.`, error);
  }
}
