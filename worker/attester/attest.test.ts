import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { numberToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import { listAttestations } from '#database/operator/attestations.ts';
import { promiseVerdict } from '#database/operator/promises.ts';
import { type PostgresServer, removePostgresFiles, startPostgres } from '#devnet/postgres.ts';
import { createBlsSigner, verifyBls } from '../keys/bls.ts';
import { DoubleSignError, signVerdict } from './attest.ts';

const key = { submissionId: 2n ** 32n + 1n, seed: numberToHex(1, { size: 32 }), championId: 2n ** 32n };
const first = numberToHex(11, { size: 32 });
const second = numberToHex(22, { size: 32 });
const account = privateKeyToAccount(numberToHex(5, { size: 32 }));
const bls = createBlsSigner(numberToHex(6, { size: 32 }));
const log = pino({ level: 'silent' });

let directory: string;
let postgres: PostgresServer;
let url: string;
let database: Database;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-attest-'));
  postgres = await startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false });
  url = await postgres.createDatabaseFor('operator');
  await applyMigrations({ url });
  database = createDatabase({ url });
});

afterAll(async () => {
  await database?.close();
  await postgres?.stop();
  await removePostgresFiles(path.join(directory, 'postgres'));
  await rm(directory, { recursive: true, force: true });
});

describe('signVerdict', () => {
  test('default: signs, keeps the signature, and gives the same one again', async () => {
    const context = { account, bls, database, log };
    const attestation = await signVerdict(context, { key, verdictHash: first });
    expect(verifyBls({ key: bls.publicKey, message: first, signature: attestation.signature })).toBe(true);
    expect(await signVerdict(context, { key, verdictHash: first })).toEqual(attestation);
    expect(await listAttestations(database, key)).toEqual([{ ...attestation, isVerified: true }]);
  });

  test('behavior: never signs a second verdict for one submission, seed and champion, not after a restart either', async () => {
    const restarted = createDatabase({ url });
    const signing = signVerdict({ account, bls, database: restarted, log }, { key, verdictHash: second });
    await expect(signing).rejects.toThrow(DoubleSignError);
    await restarted.close();
  });

  test('behavior: a crash between the promise and the signature leads to the same signature, and to no other', async () => {
    const crashed = { ...key, seed: numberToHex(2, { size: 32 }) };
    await promiseVerdict(database, { ...crashed, verdictHash: first });
    const context = { account, bls, database, log };
    await expect(signVerdict(context, { key: crashed, verdictHash: second })).rejects.toThrow(
      DoubleSignError,
    );
    const { signature } = await signVerdict(context, { key: crashed, verdictHash: first });
    expect(signature).toBe(bls.sign(first));
  });

  test('behavior: of two processes that would sign different verdicts at once, one does', async () => {
    const contested = { ...key, seed: numberToHex(3, { size: 32 }) };
    const context = { account, bls, database, log };
    const attempts = await Promise.allSettled(
      [first, second, first, second].map((verdictHash) =>
        signVerdict(context, { key: contested, verdictHash }),
      ),
    );
    const signatures = attempts.flatMap((attempt) =>
      attempt.status === 'fulfilled' ? [attempt.value.signature] : [],
    );
    expect(signatures).toHaveLength(2);
    expect(new Set(signatures).size).toBe(1);
  });

  test('behavior: another champion is another evaluation', async () => {
    const other = { ...key, championId: 2n ** 32n + 5n };
    const { signature } = await signVerdict(
      { account, bls, database, log },
      { key: other, verdictHash: second },
    );
    expect(signature).toBe(bls.sign(second));
  });
});
