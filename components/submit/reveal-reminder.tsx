'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { IMPROVE_ANCHOR } from '#components/improve/improve-anchor.ts';
import { ComingBlock } from '#components/submission/estimated-block.tsx';
import { useSubmissionProgress } from '#hooks/submission-progress.ts';
import {
  type SavedSubmission,
  awaitsReveal,
  savedSubmissionKey,
} from '#hooks/submission/saved-submission.ts';
import { useSavedSubmissions } from '#hooks/submission/use-saved-submissions.ts';

/** Stands on every page while something that this browser committed waits to be revealed. */
export function RevealReminder() {
  const pathname = usePathname();
  const waiting = useSavedSubmissions()?.filter(awaitsReveal) ?? [];
  const [first] = waiting;
  if (first === undefined) return null;
  const { taskId } = first.draft;
  const rest = waiting.length - 1;
  return (
    <aside
      key={savedSubmissionKey(first)}
      aria-label="Unrevealed submissions"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-challenger bg-challenger-wash"
    >
      {/* The way on stands at the text: messages about transactions cover the corner. */}
      <div className="measure flex flex-wrap items-center gap-x-6 gap-y-1 py-2.5 text-small">
        <p>
          <Reminder saved={first} />
          {rest > 0 ? ` ${rest} more ${rest === 1 ? 'waits' : 'wait'}.` : ''}
        </p>
        {/* Within the page only the browser's own link tells the page that the address has changed. */}
        {pathname === `/tasks/${taskId}` ? (
          <a href={`#${IMPROVE_ANCHOR}`} className="link">
            Go on
          </a>
        ) : (
          <Link prefetch={false} href={`/tasks/${taskId}#${IMPROVE_ANCHOR}`} className="link">
            Go on
          </Link>
        )}
      </div>
    </aside>
  );
}

/** What is at stake, and until when. */
function Reminder({ saved: { draft, title } }: { saved: SavedSubmission }) {
  const progress = useSubmissionProgress({ submissionId: draft.submissionId });
  if (progress !== undefined && progress.phase !== 'reveal') {
    return <>Your submission to “{title}” waits for no reveal any more; see how it stands.</>;
  }
  const { untilBlock, untilTime } = progress ?? {};
  if (untilBlock === undefined || untilBlock === null) {
    return <>Your submission to “{title}” is not revealed yet; without it the bond is lost.</>;
  }
  return (
    <>
      Your submission to “{title}” is not revealed yet. Reveal it by{' '}
      <ComingBlock block={BigInt(untilBlock)} at={untilTime ?? undefined} />, or the bond is lost.
    </>
  );
}
