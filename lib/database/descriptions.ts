import type { TaskMetadata } from '#protocol/task/bundle.ts';
import type { Database } from './client.ts';
import { storableText } from './projections/text.ts';

/** A content that some task names as its description. */
export type UndescribedContent = { cid: string; taskId: number };

/** How much of a description is searched; a title and tags are searched whole. */
const SEARCHED_CHARACTERS = 4_000;

/** The newest tasks whose description is not in the index yet. */
export async function listUndescribed(
  { prisma }: Database,
  { limit }: { limit: number },
): Promise<UndescribedContent[]> {
  return prisma.$queryRaw<UndescribedContent[]>`
    SELECT metadata_cid AS cid, id AS "taskId" FROM tasks WHERE search IS NULL ORDER BY id DESC LIMIT ${limit}`;
}

/**
 * Puts a description into the index, from where pages show and search it. Safe to repeat.
 *
 * @param parameters.metadata `undefined`: what was found is no description; its tasks go by their numbers.
 */
export async function saveDescription(
  database: Pick<Database, 'prisma'>,
  { cid, metadata }: { cid: string; metadata: TaskMetadata | undefined },
): Promise<void> {
  const title = metadata === undefined ? null : storableText(metadata.title);
  const description = storableText(metadata?.description ?? '');
  const tags = (metadata?.tags ?? []).map(storableText);
  const licence = storableText(metadata?.licence ?? '');
  await database.prisma.$executeRaw`
    INSERT INTO task_descriptions (cid, title, description, tags, licence, search)
    VALUES (
      ${cid}, ${title}, ${description}, ${tags}, ${licence},
      setweight(to_tsvector('simple', ${title ?? ''}::text), 'A')
        || setweight(to_tsvector('simple', ${tags.join(' ')}::text), 'B')
        || setweight(to_tsvector('simple', ${description.slice(0, SEARCHED_CHARACTERS)}::text), 'C')
    )
    ON CONFLICT (cid) DO NOTHING`;
  await applyDescription(database, { cid });
}

/**
 * Makes the tasks of a description found by it: those that came after it, or were computed anew.
 *
 * @returns Whether the index has the description.
 */
export async function applyDescription(
  { prisma }: Pick<Database, 'prisma'>,
  { cid }: { cid: string },
): Promise<boolean> {
  const count = await prisma.$executeRaw`
    UPDATE tasks SET search = d.search FROM task_descriptions d
    WHERE d.cid = ${cid} AND metadata_cid = ${cid} AND tasks.search IS NULL`;
  return count > 0;
}

/** The descriptions that the index has, by CID; `undefined` stands for content that is none. */
export async function readDescriptions(
  { prisma }: Database,
  cids: readonly string[],
): Promise<Map<string, TaskMetadata | undefined>> {
  if (cids.length === 0) return new Map();
  const rows = await prisma.$queryRaw<
    { cid: string; title: string | null; description: string; tags: string[]; licence: string }[]
  >`SELECT cid, title, description, tags, licence FROM task_descriptions WHERE cid = ANY(${[...cids]})`;
  return new Map(
    rows.map(({ cid, title, ...rest }) => [cid, title === null ? undefined : { title, ...rest }] as const),
  );
}
