import type { CID } from 'multiformats/cid';
import { UnsupportedContentError } from '../content/errors.ts';
import type { Content } from '../content/read-content.ts';
import { BUNDLE_FILES, DATA_FOLDER } from './bundle.ts';

/** A file that evaluation code may read. */
export type DataFile = {
  /** Its path below `data/`, for example `digits/images.bin`. Only a name: nothing is ever looked up by it but this file. */
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
};

/** What a task's evaluation pointer leads to. */
export type EvaluationContent = {
  /** `evaluation.js` */
  evaluation: Uint8Array<ArrayBuffer>;
  /** Sorted by name. */
  data: readonly DataFile[];
};

/** Content that cannot be read is judged like this: a task with it is void, to everybody alike. */
export const NO_EVALUATION: EvaluationContent = { evaluation: new Uint8Array(), data: [] };

/**
 * Takes the content of an evaluation pointer apart: a file is `evaluation.js` itself; a folder holds `evaluation.js` and
 * `data/`, and nothing else.
 *
 * @param root Of the content, for the error.
 * @throws {UnsupportedContentError} the folder lacks `evaluation.js` or holds something else.
 */
export function toEvaluationContent(content: Content, root: CID): EvaluationContent {
  if (content.kind === 'file') return { evaluation: content.bytes, data: [] };
  let evaluation: Uint8Array<ArrayBuffer> | undefined;
  const data: DataFile[] = [];
  for (const { path, content: bytes } of content.files) {
    if (path === BUNDLE_FILES.evaluation) evaluation = new Uint8Array(bytes);
    else if (path.startsWith(DATA_FOLDER))
      data.push({ name: path.slice(DATA_FOLDER.length), bytes: new Uint8Array(bytes) });
    else
      throw new UnsupportedContentError({
        cid: root,
        reason: `${JSON.stringify(path)} has no place beside ${BUNDLE_FILES.evaluation} and ${DATA_FOLDER}`,
      });
  }
  if (evaluation === undefined)
    throw new UnsupportedContentError({ cid: root, reason: `it has no ${BUNDLE_FILES.evaluation}` });
  return { evaluation, data };
}
