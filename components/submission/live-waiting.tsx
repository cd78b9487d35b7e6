'use client';

import type { SubmissionProgress } from '#protocol/http/progress.ts';
import { useSubmissionProgress } from '#hooks/submission-progress.ts';
import { ComingBlock } from './estimated-block.tsx';
import { describeWaiting } from './waiting.ts';

/** What a submission waits for and until when, as it changes. */
export function LiveWaiting({
  rendered,
  isBaseline,
  ahead,
}: {
  /** As the server knew it when it rendered the page. */
  rendered: SubmissionProgress;
  isBaseline: boolean;
  ahead: number;
}) {
  const progress = useSubmissionProgress({ submissionId: rendered.submissionId, rendered }) ?? rendered;
  const waiting = describeWaiting({ progress, isBaseline, ahead });
  if (waiting === undefined) return null;
  const { waitsFor, isExact, lastBlock, lastTime, thenWhat } = waiting;
  return (
    <div className="mt-4 border-l-2 border-challenger bg-challenger-wash px-4 py-3 text-small text-ink">
      <p>{waitsFor}</p>
      <p className="mt-1 text-ink-2">
        {/* On lines of its own: a time that counts must not push words to the next line. */}
        {lastBlock === undefined ? null : (
          <span className="block">
            {isExact ? 'That is ' : 'At the latest it ends with '}
            <span className="whitespace-nowrap max-sm:block">
              <ComingBlock block={BigInt(lastBlock)} at={lastTime} />.
            </span>
          </span>
        )}
        {thenWhat}
      </p>
    </div>
  );
}
