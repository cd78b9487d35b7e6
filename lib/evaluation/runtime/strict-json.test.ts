import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonSyntaxError, parseStrictJson } from './strict-json.ts';

test('reads what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const text = JSON.stringify(value);
      expect(JSON.stringify(parseStrictJson(text))).toBe(text);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('accepts and refuses the same texts as JSON.parse, but for duplicate keys', () => {
  const mutation = fc.tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom('', '{', '"', ',', '0', '\\', '\u0001', 'e'),
  );
  fc.assert(
    fc.property(mutation, ([json, position, inserted]) => {
      const at = position % (json.length + 1);
      const text = json.slice(0, at) + inserted + json.slice(at + 1);
      expect(accepts(parseStrictJson, text)).toBe(accepts(JSON.parse, text) && !hasDuplicateKey(text));
    }),
    { seed: 2, numRuns: 2_000 },
  );
});

test.each([
  ['{"a":1,"a":2}', 'Not valid JSON at character 7: duplicate key "a".'],
  ['[1,]', 'Not valid JSON at character 3: a value was expected.'],
  ['{"a" 1}', 'Not valid JSON at character 5: ":" was expected.'],
  ['01', 'Not valid JSON at character 1: text after the end of the value.'],
  ['"\n"', 'Not valid JSON at character 0: a string was expected.'],
  ['', 'Not valid JSON at character 0: a value was expected.'],
  ['['.repeat(100), 'Not valid JSON at character 65: nested deeper than 64.'],
])('refuses %j and says why and where', (text, message) => {
  expect(() => parseStrictJson(text)).toThrow(JsonSyntaxError);
  expect(() => parseStrictJson(text)).toThrow(message);
});

test('a string of millions of escapes does not overflow a stack', () => {
  expect(parseStrictJson(`"${'\\n'.repeat(8_000_000)}"`)).toHaveLength(8_000_000);
  expect(() => parseStrictJson(`"${'\\n'.repeat(8_000_000)}`)).toThrow(JsonSyntaxError);
});

test('gives __proto__ no special meaning', () => {
  const value = parseStrictJson('{"__proto__":{"polluted":1}}');
  expect(Object.keys(value ?? {})).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

function accepts(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonSyntaxError) return false;
    throw error;
  }
}

function hasDuplicateKey(text: string): boolean {
  try {
    parseStrictJson(text);
    return false;
  } catch (error) {
    return error instanceof JsonSyntaxError && error.message.includes('duplicate key');
  }
}
