import type { QuickJsInstance } from './quickjs-instance.ts';

/**
 * Everything in the memory of an instance that is at rest: no call active, its stack empty. The linker laid the memory out
 * as static data, stack (growing down), heap; whatever is not part of the image is zero.
 */
export type MemoryImage = { statics: Uint8Array; heap: Uint8Array };

/** The step in which the end of the static data is looked for. */
const BLOCK_BYTES = 65_536;

/** LLVM's functions that call no others may use this much below the stack pointer without moving it. */
const RED_ZONE_BYTES = 128;

/**
 * Copies what an instance at rest has in its memory.
 *
 * @param staticsBytes Where the static data ends, if that is known already.
 */
export function takeImage(
  { memory, stackPointer, takeStackLow }: QuickJsInstance,
  staticsBytes = firstZeroBlock(memory),
): MemoryImage {
  clearStack(memory, { from: Math.max(takeStackLow() - RED_ZONE_BYTES, staticsBytes), to: stackPointer });
  const bytes = new Uint8Array(memory.buffer);
  return { statics: bytes.slice(0, staticsBytes), heap: bytes.slice(stackPointer) };
}

/**
 * Brings an instance at rest back to an image: bit for bit, at the cost of copying what is in use instead of that of starting
 * the interpreter.
 */
export function restoreImage(
  { memory, stackPointer, takeStackLow }: QuickJsInstance,
  { statics, heap }: MemoryImage,
): void {
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(statics);
  clearStack(memory, { from: Math.max(takeStackLow() - RED_ZONE_BYTES, statics.length), to: stackPointer });
  bytes.set(heap, stackPointer);
  bytes.fill(0, stackPointer + heap.length);
}

function clearStack(memory: WebAssembly.Memory, { from, to }: { from: number; to: number }): void {
  if (from < to) new Uint8Array(memory.buffer).fill(0, from, to);
}

function firstZeroBlock(memory: WebAssembly.Memory): number {
  const words = new Uint32Array(memory.buffer);
  let start = 0;
  for (let index = 0; index < words.length; index++) {
    if (words[index] !== 0) start = (Math.floor((index * 4) / BLOCK_BYTES) + 1) * BLOCK_BYTES;
    else if (index * 4 - start >= BLOCK_BYTES) break;
  }
  return start;
}
