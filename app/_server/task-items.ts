import type { Database } from '#database/client.ts';
import type { TaskListEntry } from '#database/pages/task-list.ts';
import type { TaskListItem } from '#components/task/task-list.tsx';
import { readMetadata } from './metadata.ts';
import { readTokens } from './tokens.ts';

/** Completes the index's tasks by what it does not hold: titles and tokens. */
export async function readTaskItems(
  database: Database,
  entries: readonly TaskListEntry[],
): Promise<TaskListItem[]> {
  const [metadataOf, tokenOf] = await Promise.all([
    readMetadata(
      database,
      entries.map(({ metadataCid }) => metadataCid),
    ),
    readTokens(entries.map(({ token }) => token)),
  ]);
  return entries.map(({ metadataCid, token, targetScore, baselineScore, championScore, ...task }) => ({
    ...task,
    token: tokenOf(token),
    title: metadataOf(metadataCid)?.title,
    tags: metadataOf(metadataCid)?.tags ?? [],
    scores: { targetScore, baselineScore, championScore },
  }));
}
