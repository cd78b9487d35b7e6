import { CID } from 'multiformats/cid';
import { expect, test } from 'vitest';
import { UnsupportedContentError } from '../content/errors.ts';
import { toArchitectureContent } from './architecture-content.ts';

const ROOT = CID.parse('bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4');
const file = (path: string) => ({ path, content: new TextEncoder().encode(path) });

test('a file is architecture.json itself', () => {
  const bytes = Uint8Array.of(1, 2);
  expect(toArchitectureContent({ kind: 'file', bytes }, ROOT)).toEqual({ architecture: bytes });
});

test('a folder holds architecture.json and the graph that it refers to', () => {
  const files = [file('model.onnx'), file('architecture.json')];
  expect(toArchitectureContent({ kind: 'folder', files }, ROOT)).toEqual({
    architecture: file('architecture.json').content,
    graph: file('model.onnx').content,
  });
});

test.each([
  ['without architecture.json', [file('model.onnx')], 'it has no architecture.json'],
  [
    'with something else',
    [file('architecture.json'), file('other.onnx')],
    '"other.onnx" has no place beside architecture.json and model.onnx',
  ],
])('a folder %s is refused', (_, files, problem) => {
  const take = () => toArchitectureContent({ kind: 'folder', files }, ROOT);
  expect(take).toThrow(UnsupportedContentError);
  expect(take).toThrow(problem);
});
