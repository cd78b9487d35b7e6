import { describe, expect, test } from 'vitest';
import { type AwaitedStore, findSettlements } from './settlements.ts';

const ACCOUNT = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

/** An index with these submissions, and a browser that waited for those. */
function world(parameters: { awaited: string[]; submissions: { submissionId: string; status: string }[] }) {
  let awaited: readonly string[] = parameters.awaited;
  const store: AwaitedStore = {
    read: () => awaited,
    write: (ids) => {
      awaited = ids;
    },
  };
  const rows = parameters.submissions.map((row) => ({ taskId: 1, index: 1, ...row }));
  const fetchJson = async (path: string): Promise<unknown> => {
    const url = new URL(path, 'http://index.example');
    const id = /^\/api\/v1\/submissions\/(\d+)$/.exec(url.pathname)?.[1];
    if (id !== undefined) return rows.find((row) => row.submissionId === id) ?? { error: 'not there' };
    expect(url.searchParams.get('optimizer')).toBe(ACCOUNT);
    return { rows: rows.filter(({ status }) => status === url.searchParams.get('status')), nextCursor: null };
  };
  return { store, fetchJson, awaited: () => awaited };
}

describe('findSettlements', () => {
  test('behavior: what ended since is told once', async () => {
    const { store, fetchJson, awaited } = world({
      awaited: ['4294967297', '4294967298'],
      submissions: [
        { submissionId: '4294967297', status: 'Improved' },
        { submissionId: '4294967298', status: 'Revealed' },
        { submissionId: '4294967299', status: 'Committed' },
      ],
    });
    const told = await findSettlements({ account: ACCOUNT, store, fetchJson });
    expect(told).toMatchObject([{ submissionId: '4294967297', status: 'Improved' }]);
    expect(awaited()).toEqual(['4294967299', '4294967298']);
    expect(await findSettlements({ account: ACCOUNT, store, fetchJson })).toEqual([]);
  });

  test('behavior: one that is revealed while the lists are read is still waited for', async () => {
    const { store, fetchJson, awaited } = world({
      awaited: ['4294967297'],
      submissions: [{ submissionId: '4294967297', status: 'Revealed' }],
    });
    const atTheWrongMoment = async (path: string) =>
      path.includes('status=') ? { rows: [], nextCursor: null } : fetchJson(path);
    expect(await findSettlements({ account: ACCOUNT, store, fetchJson: atTheWrongMoment })).toEqual([]);
    expect(awaited()).toEqual(['4294967297']);
  });

  test('behavior: a first visit tells nothing of the past', async () => {
    const { store, fetchJson, awaited } = world({
      awaited: [],
      submissions: [{ submissionId: '4294967297', status: 'NotImproved' }],
    });
    expect(await findSettlements({ account: ACCOUNT, store, fetchJson })).toEqual([]);
    expect(awaited()).toEqual([]);
  });

  test('behavior: a submission that a reorganisation took away is forgotten', async () => {
    const { store, fetchJson, awaited } = world({ awaited: ['4294967297'], submissions: [] });
    expect(await findSettlements({ account: ACCOUNT, store, fetchJson })).toEqual([]);
    expect(awaited()).toEqual([]);
  });

  test('error: while the index does not answer, nothing is forgotten', async () => {
    const { store, awaited } = world({ awaited: ['4294967297'], submissions: [] });
    const fetchJson = () => Promise.reject(new TypeError('failed to fetch'));
    await expect(findSettlements({ account: ACCOUNT, store, fetchJson })).rejects.toThrow('failed to fetch');
    expect(awaited()).toEqual(['4294967297']);
  });
});
