import { expect, test } from 'vitest';
import { readExampleBundle } from '#examples/read-files.ts';
import { describeModel } from '#sdk/bundle/describe-model.ts';
import { moveRow, namedLayer, readLayerList, writeLayerList } from './layer-list.ts';

const encode = (text: string) => new TextEncoder().encode(text);

test.for(['x-squared', 'two-moons', 'digits', 'cart-pole'] as const)(
  'what is written of the rows of %s is the same network',
  async (name) => {
    const files = await readExampleBundle(name);
    const architecture = files.find(({ path }) => path === 'architecture.json')?.content ?? new Uint8Array();
    const rows = readLayerList(new TextDecoder().decode(architecture));
    if (!rows) throw new TypeError('it has no rows');
    expect(describeModel({ architecture: encode(writeLayerList(rows)) })).toEqual(
      describeModel({ architecture }),
    );
  },
);

test('several inputs and outputs keep their names and where they come from', () => {
  const list = {
    inputs: [
      { name: 'left', shape: [2], type: 'float32' },
      { name: 'right', shape: [2], type: 'int32' },
    ],
    outputs: [
      { name: 'a', from: 'head' },
      { name: 'b', from: 'tail' },
    ],
    layers: [{ type: 'linear', name: 'head', from: 'left', outFeatures: 3 }],
  };
  expect(readLayerList(writeLayerList(list))).toEqual(list);
});

test('text that is no list of layers has no rows', () => {
  expect(readLayerList('{')).toBeUndefined();
  expect(readLayerList('[]')).toBeUndefined();
  expect(readLayerList('{"layers":[3]}')).toBeUndefined();
});

test('a row moves by one place and stays where it cannot move', () => {
  expect(moveRow(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moveRow(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moveRow(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
});

test('the layer that an error names is found', () => {
  expect(namedLayer('layers[2] "stem" (conv2d): its input is [3].')).toBe(2);
  expect(namedLayer('Not valid JSON at character 3.')).toBeUndefined();
});
