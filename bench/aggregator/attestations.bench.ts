/**
 * What an aggregator adds to the cryptography: a thousand attestations for one verdict, from the bodies that come to the
 * signature that is posted, by the clock of blst's own decoding, adding up and verifying of the same signatures in the
 * same run; and how many a node takes in a second over HTTP, each kept in its database.
 */
import {
  aggregateSignatures as blstAggregate,
  fastAggregateVerify,
  PublicKey,
  Signature,
} from '@chainsafe/blst';
import { serve } from '@hono/node-server';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Hex, getAddress, hexToBytes, keccak256, numberToHex } from 'viem';
import { createAttestationsApi } from '#api/attestations/attestations.ts';
import { createMessageLimit } from '#api/limits/message-limit.ts';
import { createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import { saveUnverified } from '#database/operator/attestations.ts';
import { removePostgresFiles, startPostgres } from '#devnet/postgres.ts';
import { attestationSchema, toAttestationBody } from '#protocol/http/attestations.ts';
import { decodeG1 } from '#protocol/verdict/points.ts';
import { isQuorum, tally } from '#worker/aggregator/tally.ts';
import type { OperatorSet } from '#worker/chain/operator-set.ts';
import { type BlsSigner, aggregateSignatures, createBlsSigner } from '#worker/keys/bls.ts';
import { type BenchmarkRow, reportSuite } from '../report.ts';

const OPERATORS = 1_000;
const BAD = 10;
const RUNS = 9;
const CONNECTIONS = 16;
const TERMS = { quorumBps: 6_667, minimumPower: 1n };

const message = keccak256('0x01');
const key = { submissionId: 4_294_967_297n, seed: keccak256('0x02'), championId: 4_294_967_296n };

type Signer = { signer: BlsSigner; operator: Hex };

function createSigners(): Signer[] {
  return Array.from({ length: OPERATORS }, (_, index) => ({
    signer: createBlsSigner(numberToHex(10_000 + index, { size: 32 })),
    operator: getAddress(numberToHex(1_000_000 + index, { size: 20 })),
  }));
}

function encode({ signer, operator }: Signer, signed: Hex): string {
  return JSON.stringify(toAttestationBody({ ...key, operator, signature: signer.sign(signed) }));
}

/** From the bodies to the sum and the verdict's power. */
function aggregateBodies(set: OperatorSet, bodies: readonly string[]) {
  const attestations = bodies.map((body) => attestationSchema.parse(JSON.parse(body)));
  const counted = tally(set, attestations);
  const sum = aggregateSignatures({
    message,
    signatures: counted.signers.map(({ operator, signature }) => ({ key: operator.key, signature })),
  });
  const bad = new Set(sum.invalid);
  const good = tally(
    set,
    counted.signers
      .filter((_, index) => !bad.has(index))
      .map(({ operator, signature }) => ({ operator: operator.operator, signature })),
  );
  return {
    ...sum,
    named: sum.invalid.map((index) => counted.signers[index]?.operator.operator),
    hasQuorum: isQuorum({ ...good, ...TERMS }),
  };
}

function verifyWithBlst(keys: readonly Uint8Array[], signatures: readonly Uint8Array[]): boolean {
  const parsed = signatures.map((bytes) => Signature.fromBytes(bytes, true));
  const publicKeys = keys.map((bytes) => PublicKey.fromBytes(bytes, false));
  return fastAggregateVerify(hexToBytes(message), publicKeys, blstAggregate(parsed));
}

/** The median over runs that alternate, so that whatever else the machine does concerns both. */
function measureRatio(ours: () => void, theirs: () => void): number {
  const ratios = Array.from({ length: RUNS }, () => {
    const times = [theirs, ours].map((run) => {
      const startMs = performance.now();
      run();
      return performance.now() - startMs;
    });
    return (times[1] ?? Number.NaN) / (times[0] ?? Number.NaN);
  });
  return ratios.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
}

async function measureHttp(bodies: readonly string[]): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-bench-'));
  const postgres = await startPostgres({ dataDirectory: path.join(folder, 'postgres'), durable: true });
  const url = await postgres.createDatabaseFor('aggregator');
  await applyMigrations({ url });
  const database = createDatabase({ url });
  const unlimited = Number.MAX_SAFE_INTEGER;
  const api = createAttestationsApi({
    accept: async (attestation) => {
      await saveUnverified(database, attestation);
    },
    limit: createMessageLimit({ messages: unlimited, messagesFromAddress: unlimited }),
    remoteAddress: () => 'bench',
    onError: (error) => {
      throw error;
    },
  });
  const { promise: listening, resolve } = Promise.withResolvers<AddressInfo>();
  const server = serve({ fetch: api.fetch, hostname: '127.0.0.1', port: 0 }, resolve);
  const { port } = await listening;
  try {
    const left = bodies.values();
    const startMs = performance.now();
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (const body of left) {
          const response = await fetch(`http://127.0.0.1:${port}/attestations`, { method: 'POST', body });
          if (response.status !== 202) throw new Error(`The answer was ${response.status}.`);
        }
      }),
    );
    const seconds = (performance.now() - startMs) / 1_000;
    const stored = await database.prisma.receivedAttestation.count();
    if (stored !== bodies.length) throw new Error(`${stored} of ${bodies.length} attestations were kept.`);
    return bodies.length / seconds;
  } finally {
    server.close();
    await database.close();
    await postgres.stop();
    await removePostgresFiles(path.join(folder, 'postgres'));
    await rm(folder, { recursive: true, force: true });
  }
}

const signers = createSigners();
const set: OperatorSet = {
  operators: signers.map(({ signer, operator }, index) => ({
    operator,
    index,
    key: signer.publicKey,
    endpoint: '',
    power: 1n,
  })),
  totalPower: BigInt(OPERATORS),
};
const bodies = signers.map((signer) => encode(signer, message));

// Ten sign something else: they are named, and the others' verdict stands.
const isBad = (index: number) => index % (OPERATORS / BAD) === 3;
const mixed = signers.map((signer, index) => encode(signer, isBad(index) ? keccak256('0x03') : message));
const found = aggregateBodies(set, mixed);
const expected = signers.filter((_, index) => isBad(index)).map(({ operator }) => operator);
if (JSON.stringify(found.named) !== JSON.stringify(expected) || !found.hasQuorum) {
  throw new Error(`Of ${BAD} bad signatures, these were named: ${found.named.join(', ')}.`);
}
console.log(`Of ${OPERATORS} with ${BAD} bad ones among them, all ${BAD} are named and the quorum forms.`);

const keys = signers.map(({ signer }) => decodeG1(signer.publicKey));
const signatures = signers.map(({ signer }) => hexToBytes(signer.sign(message)));
if (!verifyWithBlst(keys, signatures) || !aggregateBodies(set, bodies).hasQuorum) {
  throw new Error('The signatures are not good.');
}
const rows: BenchmarkRow[] = [
  {
    name: 'aggregator.ratio-1000',
    value: measureRatio(
      () => aggregateBodies(set, bodies),
      () => verifyWithBlst(keys, signatures),
    ),
    unit: 'ratio',
    target: 1.3,
    better: 'lower',
  },
  {
    name: 'aggregator.http-per-second',
    value: await measureHttp(bodies),
    unit: 'per second',
    target: 500,
    better: 'higher',
  },
];
await reportSuite({ suite: 'aggregator', rows });
