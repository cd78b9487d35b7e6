'use client';

import { useEffect, useState } from 'react';
import { onEngagement } from '../engagement.ts';

/** Content is asked for a little before it is scrolled to. */
const AHEAD = '400px';

/**
 * Whether an element has come near the window, and somebody is there to see it: a page that merely loads asks nobody else
 * for anything. Once true, it stays so.
 */
export function useVisible(): { isVisible: boolean; ref: (element: Element | null) => void } {
  const [element, setElement] = useState<Element | null>(null);
  const [isVisible, setIsVisible] = useState(false);
  useEffect(() => {
    if (element === null || isVisible) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsVisible(true);
      },
      { rootMargin: AHEAD },
    );
    const leave = onEngagement(() => observer.observe(element));
    return () => {
      leave();
      observer.disconnect();
    };
  }, [element, isVisible]);
  return { isVisible, ref: setElement };
}
