import { describe, expect, test } from 'vitest';
import { parseRegistration } from './registration.ts';

const WORD = `0x${'0a'.repeat(32)}`;
const REGISTRATION = {
  version: 1,
  chainId: 31_337,
  operatorRegistry: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  operator: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  key: { x_a: WORD, x_b: WORD, y_a: WORD, y_b: WORD },
  proofOfPossession: {
    x_c0_a: WORD,
    x_c0_b: WORD,
    x_c1_a: WORD,
    x_c1_b: WORD,
    y_c0_a: WORD,
    y_c0_b: WORD,
    y_c1_a: WORD,
    y_c1_b: WORD,
  },
  endpoint: 'https://operator.example',
};

describe('parseRegistration', () => {
  test('default: what a node wrote', () => {
    expect(parseRegistration(JSON.stringify(REGISTRATION))).toEqual(REGISTRATION);
  });

  test.each([
    ['not JSON', '{', 'it is not JSON'],
    ['another file', '{"a":1}', 'version: Invalid input'],
    [
      'an endpoint that is no web address',
      JSON.stringify({ ...REGISTRATION, endpoint: 'ftp://x' }),
      'endpoint: ',
    ],
    [
      'a short coordinate',
      JSON.stringify({ ...REGISTRATION, key: { ...REGISTRATION.key, x_a: '0x00' } }),
      'key.x_a: ',
    ],
  ])('error: %s', (_name, text, problem) => {
    expect(() => parseRegistration(text)).toThrow(`This is no operator’s registration: ${problem}`);
  });
});
