import { BaseError } from '#protocol/errors/base.ts';

export class JsonSyntaxError extends BaseError {
  override name = 'JsonSyntaxError';
  constructor(reason: string, offset: number) {
    super(`Not valid JSON at character ${offset}: ${reason}.`);
  }
}

/** What a JSON text can stand for. Every key, even `__proto__`, is a property of the object's own. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

const MAX_DEPTH = 64;

/**
 * Parses JSON as RFC 8259 defines it, and refuses duplicate keys and nesting deeper than 64.
 *
 * `JSON.parse` lets the last of two equal keys win and words its errors differently in each engine version; the
 * reason why parameters are invalid is signed by operators, so that it must be the same text everywhere.
 *
 * @throws JsonSyntaxError
 */
export function parseStrictJson(text: string): JsonValue {
  const parser = new JsonParser(text);
  return parser.document();
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;

class JsonParser {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    const value = this.#value(0);
    this.#match(SPACE);
    if (this.#offset < this.#text.length) this.#fail('text after the end of the value');
    return value;
  }

  #value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH}`);
    this.#match(SPACE);
    switch (this.#text[this.#offset]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#literal('true', true);
      case 'f':
        return this.#literal('false', false);
      case 'n':
        return this.#literal('null', null);
      case undefined:
      default: {
        const number = this.#match(NUMBER);
        return number ? Number(number) : this.#fail('a value was expected');
      }
    }
  }

  #object(depth: number): JsonValue {
    const entries = new Map<string, JsonValue>();
    this.#offset++;
    if (this.#take('}')) return {};
    do {
      this.#match(SPACE);
      const start = this.#offset;
      const key = this.#string();
      if (entries.has(key)) {
        this.#offset = start;
        this.#fail(`duplicate key ${JSON.stringify(key)}`);
      }
      if (!this.#take(':')) this.#fail('":" was expected');
      entries.set(key, this.#value(depth + 1));
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail('"," or "}" was expected');
    return Object.fromEntries(entries);
  }

  #array(depth: number): JsonValue {
    const array: JsonValue[] = [];
    this.#offset++;
    if (this.#take(']')) return array;
    do array.push(this.#value(depth + 1));
    while (this.#take(','));
    if (!this.#take(']')) this.#fail('"," or "]" was expected');
    return array;
  }

  #string(): string {
    const literal = this.#text.slice(this.#offset, this.#endOfString());
    this.#offset += literal.length;
    try {
      const value: unknown = JSON.parse(literal);
      if (typeof value === 'string') return value;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#offset -= literal.length;
    }
    return this.#fail('a string was expected');
  }

  /** Behind the closing quote; not by a regular expression, whose stack many escapes would overflow. */
  #endOfString(): number {
    const text = this.#text;
    if (text[this.#offset] !== '"') return this.#offset;
    for (let end = this.#offset + 1; end < text.length; end++) {
      const character = text[end];
      if (character === '"') return end + 1;
      if (character === '\\') end++;
    }
    return this.#offset;
  }

  #literal<T extends JsonValue>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#offset)) this.#fail('a value was expected');
    this.#offset += word.length;
    return value;
  }

  #take(character: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#offset] !== character) return false;
    this.#offset++;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text)?.[0] ?? '';
    this.#offset += match.length;
    return match;
  }

  #fail(reason: string): never {
    throw new JsonSyntaxError(reason, this.#offset);
  }
}
