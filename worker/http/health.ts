import type { NodeContext } from '../context.ts';
import type { Role } from '../roles.ts';
import type { Health } from './server.ts';

/** The index may lag this far behind the chain before the node counts as unhealthy. */
const MAXIMUM_LAG_BLOCKS = 20n;

/** Asks the parts that a node cannot work without: the chain, the database, the index. */
export async function readHealth(
  { client, database, operator }: NodeContext,
  { roles, head }: { roles: ReadonlySet<Role>; head: bigint | undefined },
): Promise<Health> {
  const [chainHead, isDatabaseUp] = await Promise.all([
    client.publicClient.getBlockNumber().catch(() => undefined),
    database.prisma.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    ),
  ]);
  const isIndexUp = chainHead !== undefined && head !== undefined && chainHead - head <= MAXIMUM_LAG_BLOCKS;
  return {
    isHealthy: chainHead !== undefined && isDatabaseUp && isIndexUp,
    details: {
      operator,
      roles: [...roles],
      chain: { isUp: chainHead !== undefined, head: chainHead === undefined ? null : Number(chainHead) },
      database: { isUp: isDatabaseUp },
      index: { isUp: isIndexUp, head: head === undefined ? null : Number(head) },
    },
  };
}
