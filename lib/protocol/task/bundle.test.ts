import { describe, expect, test } from 'vitest';
import {
  BundleFileMissingError,
  BundleFileUnexpectedError,
  TaskMetadataError,
  parseTaskMetadata,
  sortBundle,
} from './bundle.ts';

const file = (path: string, text = path) => ({ path, content: new TextEncoder().encode(text) });
const required = [
  file('architecture.json'),
  file('parameters.safetensors'),
  file('evaluation.js'),
  file('task.json'),
];
const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path);

describe('sortBundle', () => {
  test('default: each file goes where it belongs', () => {
    const contents = sortBundle([
      file('README.md'),
      file('data/digits.bin'),
      file('model.onnx'),
      ...required,
    ]);
    expect(paths(contents.architecture)).toEqual(['architecture.json', 'model.onnx']);
    expect(paths(contents.parameters)).toEqual(['parameters.safetensors']);
    expect(paths(contents.evaluation)).toEqual(['evaluation.js', 'data/digits.bin']);
    expect(paths(contents.metadata)).toEqual(['task.json']);
  });

  test.each(required)('behavior: without $path it is not a bundle', ({ path }) => {
    const rest = required.filter((candidate) => candidate.path !== path);
    expect(() => sortBundle(rest)).toThrow(BundleFileMissingError);
    expect(() => sortBundle(rest)).toThrow(path);
  });

  test('behavior: a file that has no place is named', () => {
    expect(() => sortBundle([...required, file('train.py')])).toThrow(BundleFileUnexpectedError);
    expect(() => sortBundle([...required, file('train.py')])).toThrow('train.py');
  });
});

describe('parseTaskMetadata', () => {
  test('default: what is left out is empty', () => {
    expect(parseTaskMetadata(file('', '{"title":" x squared "}').content)).toEqual({
      title: 'x squared',
      description: '',
      tags: [],
      licence: '',
    });
  });

  test('error: the message says what is wrong', () => {
    expect(() => parseTaskMetadata(file('', 'title: x').content)).toThrow(TaskMetadataError);
    expect(() => parseTaskMetadata(file('', '{"title":""}').content)).toThrow('title');
    expect(() => parseTaskMetadata(new Uint8Array([0xff]))).toThrow(TaskMetadataError);
  });
});
