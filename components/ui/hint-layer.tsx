'use client';

import { useEffect, useRef, useState } from 'react';

type Hint = { text: string; left: number; top: number; isBelow: boolean };

const MARGIN_PX = 8;
/** Half of the widest hint: it stays inside the window. */
const HALF_WIDTH_PX = 168;

/**
 * Shows the `data-hint` of whatever the pointer or the focus is on: exact amounts, absolute times, whole addresses.
 * One layer serves the page, so that a long table costs nothing to hydrate. What a hint says is never all there is:
 * it refines visible text.
 */
export function HintLayer() {
  const [hint, setHint] = useState<Hint | undefined>(undefined);
  const anchor = useRef<Element | null>(null);

  useEffect(() => {
    const show = (event: Event) => {
      const element = event.target instanceof Element ? event.target.closest('[data-hint]') : null;
      anchor.current = element;
      const text = element?.getAttribute('data-hint');
      if (!element || !text) return setHint(undefined);
      const box = element.getBoundingClientRect();
      const isBelow = box.top < 56;
      const halfWidth = Math.min(HALF_WIDTH_PX, window.innerWidth / 2 - MARGIN_PX);
      const center = box.left + box.width / 2;
      setHint({
        text,
        left: Math.min(Math.max(center, halfWidth + MARGIN_PX), window.innerWidth - halfWidth - MARGIN_PX),
        top: isBelow ? box.bottom + MARGIN_PX : box.top - MARGIN_PX,
        isBelow,
      });
    };
    const hide = () => setHint(undefined);
    const hideByKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    const follow = new MutationObserver(() => {
      const text = anchor.current?.getAttribute('data-hint');
      setHint((shown) => (shown && text && shown.text !== text ? { ...shown, text } : shown));
    });
    follow.observe(document.body, { subtree: true, attributeFilter: ['data-hint'] });
    document.addEventListener('pointerover', show);
    document.addEventListener('focusin', show);
    document.addEventListener('focusout', hide);
    document.addEventListener('keydown', hideByKey);
    window.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      follow.disconnect();
      document.removeEventListener('pointerover', show);
      document.removeEventListener('focusin', show);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('keydown', hideByKey);
      window.removeEventListener('scroll', hide, { capture: true });
    };
  }, []);

  if (!hint) return null;
  return (
    <div
      aria-hidden
      data-hint-layer
      className="pointer-events-none fixed z-50 max-w-84 rounded-md bg-ink px-2 py-1 text-note break-all text-paper"
      style={{
        left: hint.left,
        top: hint.top,
        transform: `translate(-50%, ${hint.isBelow ? '0' : '-100%'})`,
      }}
    >
      {hint.text}
    </div>
  );
}
