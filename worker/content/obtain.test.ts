import { numberToHex } from 'viem';
import { describe, expect, test } from 'vitest';
import {
  ContentUnavailableError,
  type GatewayFailure,
  GatewaysUnreachableError,
} from '#protocol/content/errors.ts';
import { RAW_CODEC, toCid } from '#protocol/content/pointer.ts';
import type { OperatorSet } from '../chain/operator-set.ts';
import { contentSources, isProofOfAbsence } from './obtain.ts';

const word = numberToHex(0, { size: 32 });
const key = { x_a: word, x_b: word, y_a: word, y_b: word };
const set: OperatorSet = {
  operators: ['http://a.example', 'http://b.example', 'http://c.example', 'http://d.example'].map(
    (endpoint, index) => ({
      operator: numberToHex(index + 1, { size: 20 }),
      power: 1n,
      index,
      key,
      endpoint,
    }),
  ),
  totalPower: 4n,
};
const self = numberToHex(1, { size: 20 });
const root = toCid({ digest: word, codec: RAW_CODEC });
const sources = contentSources({ set, self, storageAddresses: ['http://owner.example'] });

const failure = (gateway: string, outcome: GatewayFailure['outcome']): GatewayFailure => ({
  gateway,
  outcome,
  reason: '',
});

describe('contentSources', () => {
  test('default: the other operators, then the owner’s addresses', () => {
    expect(sources).toEqual({
      operatorGateways: ['http://b.example', 'http://c.example', 'http://d.example'],
      storageAddresses: ['http://owner.example'],
    });
  });

  test('behavior: only web addresses are asked, and few of the owner’s', () => {
    const hostile = [
      'file:///etc/passwd',
      'nonsense',
      ...Array.from({ length: 50 }, (_, i) => `http://${i}.example`),
    ];
    const { storageAddresses } = contentSources({ set, self, storageAddresses: hostile });
    expect(storageAddresses).toEqual([
      'http://0.example',
      'http://1.example',
      'http://2.example',
      'http://3.example',
    ]);
  });
});

describe('isProofOfAbsence', () => {
  test('default: every operator says that it does not hold the content', () => {
    const failures = sources.operatorGateways.map((gateway) => failure(gateway, 'not-held'));
    expect(isProofOfAbsence(new ContentUnavailableError({ root, failures }), sources, 4)).toBe(true);
  });

  test('behavior: one of four that is down decides nothing', () => {
    const failures = [
      failure('http://b.example', 'unreachable'),
      failure('http://c.example', 'not-held'),
      failure('http://d.example', 'misbehaved'),
    ];
    expect(isProofOfAbsence(new GatewaysUnreachableError({ root, failures }), sources, 4)).toBe(true);
  });

  test('behavior: two of four that are down leave it open, whatever the owner’s own addresses say', () => {
    const failures = [
      failure('http://b.example', 'unreachable'),
      failure('http://c.example', 'unreachable'),
      failure('http://d.example', 'not-held'),
      failure('http://owner.example', 'not-held'),
    ];
    expect(isProofOfAbsence(new GatewaysUnreachableError({ root, failures }), sources, 4)).toBe(false);
  });

  test('behavior: operators without an address do not count as having denied it', () => {
    const lonely = { operatorGateways: [], storageAddresses: [] };
    expect(isProofOfAbsence(new ContentUnavailableError({ root, failures: [] }), lonely, 4)).toBe(false);
    expect(isProofOfAbsence(new ContentUnavailableError({ root, failures: [] }), lonely, 1)).toBe(true);
  });
});
