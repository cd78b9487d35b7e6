import { beforeAll, describe, expect, test } from 'vitest';
import { useTestDatabase } from '../../../test/database.ts';
import { createShowcase, describeShowcase, indexShowcase } from '../../../test/fixtures/showcase.ts';
import { showcaseAccount } from '../../../test/fixtures/showcase-market.ts';
import { applyDescription, listUndescribed, readDescriptions, saveDescription } from '../descriptions.ts';
import { listTasks } from './task-list.ts';
import { parseTaskSearch } from './task-search.ts';

const END = 1_800_000_000;

describe('searching tasks', () => {
  const database = useTestDatabase();

  beforeAll(async () => {
    const token = showcaseAccount('token');
    const showcase = await createShowcase({ token, endTimestamp: END, gatewayUrl: 'http://127.0.0.1:1' });
    await indexShowcase(database(), showcase);
    expect(await listUndescribed(database(), { limit: 100 })).toHaveLength(10);
    await describeShowcase(database(), showcase);
  });

  async function find(text: string): Promise<number[]> {
    const search = parseTaskSearch(text);
    const view = { filter: 'all', order: 'newest', now: END, limit: 50 } as const;
    return (await listTasks(database(), { ...view, search })).rows.map(({ taskId }) => taskId);
  }

  test('every word begins a word of the title, the tags or the description, in any case', async () => {
    expect(await find('digits')).toEqual([2]);
    expect(await find('DIG')).toEqual([2]);
    expect(await find('regression')).toEqual([8, 1]);
    expect(await find('regression parabola')).toEqual([1]);
    expect(await find('recurrent language')).toEqual([3]);
    expect(await find('nothing like it')).toEqual([]);
  });

  test('a number finds the task of that number too, and an address its owner’s tasks', async () => {
    expect(await find('#7')).toEqual([7]);
    expect(await find('8')).toEqual([8, 2]);
    expect(await find(showcaseAccount('maria').toLowerCase())).toEqual([10, 7, 4, 1]);
    expect(await find('4294967296')).toEqual([]);
  });

  test('what belongs to a query language is not part of a word', async () => {
    expect(await find(`digits' | 'regression`)).toEqual([]);
    expect(await find(`'); DROP TABLE tasks; --`)).toEqual([]);
    expect(parseTaskSearch(` !&|:*()\\' `)).toBeUndefined();
  });

  test('a description stays what it was first, and comes back to a task that was computed anew', async () => {
    expect(await listUndescribed(database(), { limit: 100 })).toEqual([]);
    const { metadataCid: cid } = await database().prisma.task.findUniqueOrThrow({ where: { id: 4 } });
    const other = { title: 'Another', description: '', tags: [], licence: '' };
    await saveDescription(database(), { cid, metadata: other });
    expect((await readDescriptions(database(), [cid])).get(cid)?.title).toBe('Two moons');
    expect(await find('another')).toEqual([]);
    // As after a reorganisation: the task is computed anew, and knows nothing of its description.
    await database().prisma.$executeRaw`UPDATE tasks SET search = NULL WHERE id = 4`;
    expect(await listUndescribed(database(), { limit: 100 })).toEqual([{ cid, taskId: 4 }]);
    expect(await applyDescription(database(), { cid })).toBe(true);
    expect(await find('two moons')).toEqual([4]);
  });

  test('content that is no description is known as such', async () => {
    await saveDescription(database(), { cid: 'bafk-none', metadata: undefined });
    const known = await readDescriptions(database(), ['bafk-none', 'bafk-unknown']);
    expect([...known]).toEqual([['bafk-none', undefined]]);
  });
});
