import { getAddress, isAddress } from 'viem';
import { Prisma } from '../generated/client.ts';

/** Words looked for at once; more than that is no search. */
const MAXIMUM_WORDS = 12;
const LARGEST_TASK_ID = 0xffff_ffff;

/** What a person typed to find tasks, understood. */
export type TaskSearch =
  | { kind: 'owner'; owner: string }
  /** Every word begins some word of the title, the tags or the description; or it is the task's number. */
  | { kind: 'words'; words: readonly string[]; taskId: number | undefined };

/** Reads a search; `undefined`: it asks for nothing. */
export function parseTaskSearch(text: string): TaskSearch | undefined {
  const trimmed = text.trim();
  if (isAddress(trimmed, { strict: false })) return { kind: 'owner', owner: getAddress(trimmed) };
  const words = (trimmed.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MAXIMUM_WORDS);
  if (words.length === 0) return undefined;
  const number = /^#?(\d{1,10})$/.exec(trimmed)?.[1];
  const taskId = number === undefined ? undefined : Number(number);
  return {
    kind: 'words',
    words,
    taskId: taskId !== undefined && taskId <= LARGEST_TASK_ID ? taskId : undefined,
  };
}

/** The condition of a search on `tasks`. */
export function searchCondition(search: TaskSearch): Prisma.Sql {
  if (search.kind === 'owner') return Prisma.sql`owner = ${search.owner}`;
  // Quoted words of letters and digits alone: nothing of the query language gets in.
  const query = search.words.map((word) => `'${word}':*`).join(' & ');
  const byWords = Prisma.sql`search @@ to_tsquery('simple', ${query})`;
  return search.taskId === undefined ? byWords : Prisma.sql`(${byWords} OR id = ${search.taskId})`;
}
