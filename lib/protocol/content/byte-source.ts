/** Bytes that are at hand or arrive piece by piece: from memory, a file, an HTTP body or a generator. */
export type ByteSource =
  Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The pieces of `source` in order. Leaving the loop early cancels the source. */
export async function* toChunks(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (source instanceof Uint8Array) {
    yield source;
  } else if (source instanceof ReadableStream) {
    // Not `yield* source`: Safari's streams are not async iterable.
    const reader = source.getReader();
    let finished = false;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          finished = true;
          return;
        }
        yield value;
      }
    } finally {
      if (!finished) await reader.cancel();
      reader.releaseLock();
    }
  } else {
    yield* source;
  }
}
