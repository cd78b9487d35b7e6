import { describe, expect, test } from 'vitest';
import { useTestDatabase } from '../../../test/database.ts';
import { type ProcessReport, forgetProcess, listProcesses, reportProcess } from './processes.ts';

const report: ProcessReport = {
  processId: 'a',
  roles: ['watcher', 'gateway'],
  isStarted: false,
  isChainUp: true,
  isStorageUp: true,
  runtimeId: '0xab',
};

describe('reports of processes', () => {
  const database = useTestDatabase();

  test('the last report of a process stands, and its silence shows', async () => {
    await reportProcess(database(), report);
    await reportProcess(database(), { ...report, isStarted: true, isStorageUp: false });
    expect(await listProcesses(database())).toEqual([
      { ...report, isStarted: true, isStorageUp: false, isAlive: true },
    ]);
    await database().prisma.$executeRaw`UPDATE node_processes SET seen_at = now() - interval '11 seconds'`;
    expect(await listProcesses(database())).toEqual([expect.objectContaining({ isAlive: false })]);
  });

  test('a process that ends in order is forgotten, and one that died yesterday with it', async () => {
    await reportProcess(database(), report);
    await reportProcess(database(), { ...report, processId: 'b' });
    await reportProcess(database(), { ...report, processId: 'c' });
    await database().prisma
      .$executeRaw`UPDATE node_processes SET seen_at = now() - interval '25 hours' WHERE process_id = 'b'`;
    await forgetProcess(database(), { processId: 'a' });
    const left = await listProcesses(database());
    expect(left.map(({ processId }) => processId)).toEqual(['c']);
  });
});
