import { expect, test } from 'vitest';
import { LAYER_TYPES } from '#evaluation/runtime/architecture/schema.ts';
import { readLayerCatalogue } from './layer-catalogue.ts';
import { formatLayerValue, parseLayerValue } from './layer-value.ts';

const layer = (type: string) => readLayerCatalogue().find((candidate) => candidate.type === type);

test('every kind of layer that an architecture can have is in the catalogue', () => {
  expect(readLayerCatalogue().map(({ type }) => type)).toEqual(LAYER_TYPES);
});

test('a convolution has its parameters with what is usual', () => {
  expect(
    layer('conv2d')?.fields.map(({ name, kind, isRequired, usual }) => [name, kind, isRequired, usual]),
  ).toEqual([
    ['outChannels', 'integer', true, undefined],
    ['groups', 'integer', false, '1'],
    ['bias', 'boolean', false, 'true'],
    ['kernelSize', 'sizes', true, undefined],
    ['stride', 'sizes', false, '1'],
    ['padding', 'sizes', false, '0'],
    ['dilation', 'sizes', false, '1'],
  ]);
});

test('choices, real numbers and layers that take several inputs are told apart', () => {
  expect(layer('gelu')?.fields).toEqual([
    { name: 'approximate', kind: 'choice', isRequired: false, usual: 'none', options: ['none', 'tanh'] },
  ]);
  expect(layer('leakyRelu')?.fields[0]?.kind).toBe('real');
  expect(layer('add')?.takesSeveral).toBe(true);
  expect(layer('linear')?.takesSeveral).toBe(false);
});

test.each([
  ['integer', '32', 32],
  ['real', '0.5', 0.5],
  ['sizes', '3', 3],
  ['sizes', '3, 5', [3, 5]],
  ['sizes', 'same', 'same'],
  ['boolean', 'false', false],
  ['choice', 'tanh', 'tanh'],
  ['integer', 'many', 'many'],
  ['integer', ' ', undefined],
] as const)('as %s, "%s" stands for %s, and is written back', (kind, text, value) => {
  expect(parseLayerValue(kind, text)).toEqual(value);
  expect(formatLayerValue(value)).toBe(text.trim());
});
