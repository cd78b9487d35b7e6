/** What shows that somebody is there. */
const GESTURES = [
  'pointermove',
  'pointerdown',
  'touchstart',
  'wheel',
  'keydown',
  'focusin',
  'scroll',
] as const;

/** Calls once, with the first sign of somebody who looks at the page. @returns Ends the waiting. */
export function onEngagement(run: () => void): () => void {
  const waiting = new AbortController();
  const engage = () => {
    waiting.abort();
    run();
  };
  for (const gesture of GESTURES) {
    window.addEventListener(gesture, engage, { passive: true, signal: waiting.signal });
  }
  return () => waiting.abort();
}
