import type { CID } from 'multiformats/cid';
import { UnsupportedContentError } from '../content/errors.ts';
import type { Content } from '../content/read-content.ts';
import { BUNDLE_FILES, GRAPH_FILE } from './bundle.ts';

/** What a task's architecture pointer leads to. */
export type ArchitectureContent = {
  /** `architecture.json` */
  architecture: Uint8Array<ArrayBuffer>;
  /** The ONNX graph that it refers to, if there is one. */
  graph?: Uint8Array<ArrayBuffer>;
};

/** Content that cannot be read is judged like this: a task with it is void, to everybody alike. */
export const NO_ARCHITECTURE: ArchitectureContent = { architecture: new Uint8Array() };

/**
 * Takes the content of an architecture pointer apart: a file is `architecture.json` itself; a folder holds
 * `architecture.json` and `model.onnx`, and nothing else.
 *
 * @param root Of the content, for the error.
 * @throws {UnsupportedContentError} the folder lacks `architecture.json` or holds something else.
 *
 * @example
 * const { architecture, graph } = toArchitectureContent(await read(terms.architecture), toCid(terms.architecture));
 */
export function toArchitectureContent(content: Content, root: CID): ArchitectureContent {
  if (content.kind === 'file') return { architecture: content.bytes };
  let architecture: Uint8Array<ArrayBuffer> | undefined;
  let graph: Uint8Array<ArrayBuffer> | undefined;
  for (const { path, content: bytes } of content.files) {
    if (path === BUNDLE_FILES.architecture) architecture = new Uint8Array(bytes);
    else if (path === GRAPH_FILE) graph = new Uint8Array(bytes);
    else
      throw new UnsupportedContentError({
        cid: root,
        reason: `${JSON.stringify(path)} has no place beside ${BUNDLE_FILES.architecture} and ${GRAPH_FILE}`,
      });
  }
  if (architecture === undefined)
    throw new UnsupportedContentError({ cid: root, reason: `it has no ${BUNDLE_FILES.architecture}` });
  return { architecture, ...(graph ? { graph } : {}) };
}
