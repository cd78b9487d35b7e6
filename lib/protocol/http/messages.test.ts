import fc from 'fast-check';
import { type Hex, bytesToHex, getAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { safeParse } from 'zod/mini';
import {
  type Attestation,
  BLS_SIGNATURE_BYTES,
  attestationSchema,
  toAttestationBody,
} from './attestations.ts';
import {
  CLAIM_DATA_BYTES,
  type ClaimData,
  MalformedClaimDataError,
  type SignedClaim,
  decodeClaimData,
  encodeClaimData,
  fromSendTaskParameters,
  sendTaskParametersSchema,
  toSendTaskParameters,
} from './claims.ts';
import { executeRequestSchema, validateRequestSchema } from './execution.ts';
import { jsonRpcErrorSchema, jsonRpcRequestSchema, jsonRpcResponseSchema } from './json-rpc.ts';
import { type LiveEvent, liveEventSchema } from './live-events.ts';
import { addressSchema, boundedBytesSchema, bytesSchema, uint64Schema } from './primitives.ts';
import { REFUSAL_CODES, refusalSchema } from './refusal.ts';
import { uploadFailure, uploadReceipt, uploadRefusalReason, uploadStatus } from './uploads.ts';

const SETTINGS = { seed: 784, numRuns: 300 };

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => bytesToHex(value));
const uint64 = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn });
const address = hex(20).map((value) => getAddress(value));
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });

const claimData: fc.Arbitrary<ClaimData> = fc.record({
  submissionId: uint64,
  seed: hex(32),
  championId: uint64,
  attempt: fc.nat({ max: 0xffff_ffff }),
});
const attestation: fc.Arbitrary<Attestation> = fc.record({
  submissionId: uint64,
  seed: hex(32),
  championId: uint64,
  operator: address,
  signature: hex(BLS_SIGNATURE_BYTES),
});
const signedClaim: fc.Arbitrary<SignedClaim> = fc.record({
  claim: fc.tuple(claimData, hex(32)).map(([data, proofOfTask]) => ({ ...data, proofOfTask })),
  taskDefinitionId: fc.nat({ max: 0xffff }),
  performer: address,
  signature: hex(65),
  chainId: fc.integer({ min: 1, max: 2 ** 32 }),
});
const liveEvent: fc.Arbitrary<LiveEvent> = fc.record({
  blockNumber: count,
  timestamp: count,
  isReset: fc.boolean(),
  taskIds: fc.array(count),
  submissionIds: fc.array(uint64.map(String)),
  accounts: fc.array(address),
});
const jsonRpcId = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
const jsonRpcError = fc.record({ code: fc.integer(), message: fc.string() });

/** What JSON carries from one machine to another. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Every schema, with messages as they go over the wire. */
const MESSAGES: readonly { name: string; schema: ZodType | $ZodType; valid: fc.Arbitrary<unknown> }[] = [
  { name: 'attestation', schema: attestationSchema, valid: attestation.map(toAttestationBody) },
  { name: 'sendTask', schema: sendTaskParametersSchema, valid: signedClaim.map(toSendTaskParameters) },
  {
    name: 'execute',
    schema: executeRequestSchema,
    valid: uint64.map((submissionId) => ({ submissionId: String(submissionId) })),
  },
  {
    name: 'validate',
    schema: validateRequestSchema,
    valid: fc.record({
      proofOfTask: hex(32),
      data: claimData.map(encodeClaimData),
      taskDefinitionId: fc.nat({ max: 0xffff }),
      performer: address,
    }),
  },
  {
    name: 'JSON-RPC request',
    schema: jsonRpcRequestSchema,
    valid: fc.record(
      {
        jsonrpc: fc.constant('2.0'),
        method: fc.string(),
        params: fc.oneof(
          fc.array(fc.jsonValue()),
          fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.jsonValue()),
        ),
        id: jsonRpcId,
      },
      { requiredKeys: ['jsonrpc', 'method'] },
    ),
  },
  {
    name: 'JSON-RPC response',
    schema: jsonRpcResponseSchema,
    valid: fc.oneof(
      fc.record({ jsonrpc: fc.constant('2.0'), id: jsonRpcId, error: jsonRpcError }),
      fc.record({ jsonrpc: fc.constant('2.0'), id: jsonRpcId, result: fc.jsonValue() }),
    ),
  },
  { name: 'JSON-RPC error', schema: jsonRpcErrorSchema, valid: jsonRpcError },
  { name: 'live event', schema: liveEventSchema, valid: liveEvent },
  {
    name: 'refusal',
    schema: refusalSchema,
    valid: fc.record({ code: fc.constantFrom(...REFUSAL_CODES), message: fc.string() }),
  },
  {
    name: 'upload receipt',
    schema: uploadReceipt,
    valid: fc.record({
      root: fc.string(),
      sizeBytes: count,
      blockCount: fc.integer({ min: 1 }),
      alreadyHeld: fc.boolean(),
    }),
  },
  {
    name: 'upload status',
    schema: uploadStatus,
    valid: fc.record({ root: fc.string(), held: fc.boolean() }),
  },
  {
    name: 'upload failure',
    schema: uploadFailure,
    valid: fc.record({
      error: fc.record(
        {
          name: fc.string(),
          message: fc.string(),
          advice: fc.array(fc.string()),
          reason: fc.constantFrom(...uploadRefusalReason.options),
        },
        { requiredKeys: ['name', 'message', 'advice'] },
      ),
    }),
  },
];

/** A valid message of which one part, at whatever depth, is something else. */
const damaged = (valid: fc.Arbitrary<unknown>) =>
  fc.tuple(valid, fc.nat(), fc.anything()).map(([message, place, foreign]) => {
    const copy = structuredClone(message);
    const places: (() => void)[] = [];
    const visit = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, part] of Object.entries(value)) {
        places.push(
          () => Reflect.set(value, key, foreign),
          () => Reflect.deleteProperty(value, key),
        );
        visit(part);
      }
    };
    visit(copy);
    places[place % places.length]?.();
    return copy;
  });

describe.each(MESSAGES)('the message $name', ({ schema, valid }) => {
  test('is accepted as it comes out of JSON, and what was read is read the same again', () => {
    fc.assert(
      fc.property(valid, (message) => {
        const first = safeParse(schema, sent(message));
        expect(first).toMatchObject({ success: true });
        const again = safeParse(schema, sent(message));
        expect(again.data).toEqual(first.data);
      }),
      SETTINGS,
    );
  });

  test('whatever else comes is refused or read, and nothing is thrown', () => {
    const hostile = fc.oneof(fc.anything({ withBigInt: true, withNullPrototype: true }), damaged(valid));
    fc.assert(
      fc.property(hostile, (message) => {
        expect(safeParse(schema, message)).toHaveProperty('success');
      }),
      SETTINGS,
    );
  });
});

describe('primitives', () => {
  const PRIMITIVES: readonly {
    name: string;
    schema: ZodType<unknown, unknown>;
    valid: fc.Arbitrary<string>;
  }[] = [
    { name: 'an address', schema: addressSchema, valid: address },
    { name: '32 bytes', schema: bytesSchema(32), valid: hex(32) },
    { name: 'at most 9 bytes', schema: boundedBytesSchema(9), valid: fc.nat({ max: 9 }).chain(hex) },
    { name: 'a uint64', schema: uint64Schema, valid: uint64.map(String) },
  ];

  test.each(PRIMITIVES)('$name: reading is writing backwards', ({ schema, valid }) => {
    fc.assert(
      fc.property(valid, (text) => {
        expect(String(schema.parse(text))).toBe(text);
      }),
      SETTINGS,
    );
  });

  test.each(PRIMITIVES)('$name: any text is the one spelling of a value, or refused', ({ schema, valid }) => {
    const text = fc.oneof(
      fc.string(),
      fc.tuple(valid, fc.nat(), fc.string({ maxLength: 2 })).map(([good, at, more]) => {
        const cut = at % (good.length + 1);
        return good.slice(0, cut) + more + good.slice(cut);
      }),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        const read = schema.safeParse(candidate);
        if (read.success) expect(String(read.data).toLowerCase()).toBe(candidate.toLowerCase());
      }),
      SETTINGS,
    );
  });

  test.each(['18446744073709551616', '-1', '01', '1e3', '', ' 1', '1\n', '0x1', '99999999999999999999'])(
    '%j is no uint64',
    (text) => {
      expect(uint64Schema.safeParse(text).success).toBe(false);
    },
  );
});

describe('attestations and claims', () => {
  test('an attestation arrives as it was sent', () => {
    fc.assert(
      fc.property(attestation, (value) => {
        expect(attestationSchema.parse(sent(toAttestationBody(value)))).toEqual(value);
      }),
      SETTINGS,
    );
  });

  test('a claim arrives as it was sent', () => {
    fc.assert(
      fc.property(signedClaim, (value) => {
        const parameters = sendTaskParametersSchema.parse(sent(toSendTaskParameters(value)));
        expect(fromSendTaskParameters(parameters)).toEqual(value);
      }),
      SETTINGS,
    );
  });

  test('the data of a claim: any bytes are the one encoding of a claim, or a typed error', () => {
    const words = fc.array(
      fc.oneof(
        uint64.map((value) => value.toString(16).padStart(64, '0')),
        hex(32).map((value) => value.slice(2)),
      ),
      { minLength: 4, maxLength: 4 },
    );
    const data = fc.oneof(
      words.map((values): Hex => `0x${values.join('')}`),
      fc.nat({ max: 2 * CLAIM_DATA_BYTES }).chain(hex),
    );
    fc.assert(
      fc.property(data, (bytes) => {
        try {
          expect(encodeClaimData(decodeClaimData(bytes))).toBe(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedClaimDataError);
        }
      }),
      { ...SETTINGS, numRuns: 1_000 },
    );
  });
});
