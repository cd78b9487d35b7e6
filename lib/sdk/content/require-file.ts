import { UnsupportedContentError } from '#protocol/content/errors.ts';
import { type ContentPointer, toCid } from '#protocol/content/pointer.ts';
import type { Content } from '#protocol/content/read-content.ts';

/** The bytes of a content that must be a file. @throws {UnsupportedContentError} it is a folder. */
export function requireFile(content: Content, pointer: ContentPointer): Uint8Array<ArrayBuffer> {
  if (content.kind === 'file') return content.bytes;
  throw new UnsupportedContentError({ cid: toCid(pointer), reason: 'it is a folder, not a file' });
}
