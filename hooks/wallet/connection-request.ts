/**
 * The list of wallets is a part of the page's head that is loaded after the first paint. Whatever else wants it open
 * asks for it here.
 */
const listeners = new Set<() => void>();
let isWanted = false;

/** Opens the list of wallets, as soon as it is there. */
export function requestConnection(): void {
  isWanted = listeners.size === 0;
  for (const open of listeners) open();
}

/** Somebody is connected: who asked for it before has got it. */
export function withdrawConnectionRequest(): void {
  isWanted = false;
}

/** @returns Ends the listening. */
export function onConnectionRequest(open: () => void): () => void {
  listeners.add(open);
  if (isWanted) {
    isWanted = false;
    open();
  }
  return () => {
    listeners.delete(open);
  };
}
