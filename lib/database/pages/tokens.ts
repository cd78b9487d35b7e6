import type { Database } from '../client.ts';

/** The tokens that governance listed, now or before, by address. */
export async function listTokens({ prisma }: Database): Promise<string[]> {
  const tokens = await prisma.token.findMany({ select: { address: true }, orderBy: { address: 'asc' } });
  return tokens.map(({ address }) => address);
}
