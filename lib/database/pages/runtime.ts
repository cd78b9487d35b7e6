import { isDatabaseUnavailable } from '../unavailable.ts';
import type { Database } from '../client.ts';

/** The runtime that new tasks are evaluated by; `undefined` while the index knows none. */
export async function readRuntimeId({ prisma }: Database): Promise<string | undefined> {
  try {
    const newest = await prisma.taskDefinition.findFirst({
      where: { enabled: true },
      orderBy: { id: 'desc' },
      select: { runtimeId: true },
    });
    return newest?.runtimeId;
  } catch (error) {
    // That the database is away is said by whoever lists the services.
    if (isDatabaseUnavailable(error)) return undefined;
    throw error;
  }
}
