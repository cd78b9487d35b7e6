'use client';

import { useEffect, useState } from 'react';

/** Content is asked for a little before it is scrolled to. */
const AHEAD = '400px';

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

/**
 * Whether an element has come near the window, and somebody is there to see it: a page that merely loads asks nobody else
 * for anything. Once true, it stays so.
 */
export function useVisible(): { isVisible: boolean; ref: (element: Element | null) => void } {
  const [element, setElement] = useState<Element | null>(null);
  const [isVisible, setIsVisible] = useState(false);
  useEffect(() => {
    if (element === null || isVisible) return;
    const engage = new AbortController();
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsVisible(true);
      },
      { rootMargin: AHEAD },
    );
    const look = () => {
      engage.abort();
      observer.observe(element);
    };
    for (const gesture of GESTURES) {
      window.addEventListener(gesture, look, { passive: true, signal: engage.signal });
    }
    return () => {
      engage.abort();
      observer.disconnect();
    };
  }, [element, isVisible]);
  return { isVisible, ref: setElement };
}
