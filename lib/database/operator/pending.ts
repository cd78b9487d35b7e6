import type { Database } from '../client.ts';

/**
 * The submissions that the index has as committed or revealed, in commit order: those for which something may be
 * due. A baseline counts from the creation of its task.
 */
export async function listPendingSubmissions({ prisma }: Database): Promise<bigint[]> {
  const rows = await prisma.submission.findMany({
    where: { status: { in: ['Committed', 'Revealed'] } },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
