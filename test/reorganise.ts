import { localTransport } from '#devnet/chain/transport.ts';

/** Replaces the newest blocks of an anvil by empty ones; the transactions in them are gone. */
export async function reorganise({ rpcUrl, depth }: { rpcUrl: string; depth: number }): Promise<void> {
  // The transport takes any method; viem's clients do not know this one.
  await localTransport(rpcUrl)({}).request({ method: 'anvil_reorg', params: [depth, []] });
}
