/**
 * Text that anyone can put on the chain, as Postgres can store it: it has no character 0, so that one such
 * address would stop the index.
 */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}
