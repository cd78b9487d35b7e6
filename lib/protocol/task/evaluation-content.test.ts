import { describe, expect, test } from 'vitest';
import { UnsupportedContentError } from '../content/errors.ts';
import { parseCid } from '../content/pointer.ts';
import { toEvaluationContent } from './evaluation-content.ts';

const root = parseCid('bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e');
const file = (path: string) => ({ path, content: new TextEncoder().encode(path) });
const folder = (...paths: string[]) => ({ kind: 'folder', files: paths.map(file) }) as const;

describe('toEvaluationContent', () => {
  test('default: a file is the evaluation code, without data', () => {
    const bytes = new TextEncoder().encode('export default () => 1;');
    expect(toEvaluationContent({ kind: 'file', bytes }, root)).toEqual({ evaluation: bytes, data: [] });
  });

  test('default: a folder holds the evaluation code, and data by names below data/', () => {
    expect(toEvaluationContent(folder('data/a.bin', 'data/b/c.bin', 'evaluation.js'), root)).toEqual({
      evaluation: file('evaluation.js').content,
      data: [
        { name: 'a.bin', bytes: file('data/a.bin').content },
        { name: 'b/c.bin', bytes: file('data/b/c.bin').content },
      ],
    });
  });

  test('error: a folder without evaluation code, or with something else in it', () => {
    expect(() => toEvaluationContent(folder('data/a.bin'), root)).toThrow(UnsupportedContentError);
    expect(() => toEvaluationContent(folder('data/a.bin'), root)).toThrow('it has no evaluation.js');
    expect(() => toEvaluationContent(folder('evaluation.js', 'other.js'), root)).toThrow(
      '"other.js" has no place',
    );
    expect(() => toEvaluationContent(folder('evaluation.js/x'), root)).toThrow(
      '"evaluation.js/x" has no place',
    );
  });
});
