'use client';

import type { SubmissionProgress } from '#protocol/http/progress.ts';
import { CountMarks } from '#components/ui/count-marks.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { useSubmissionProgress } from '#hooks/submission-progress.ts';

/** How far an evaluation is, in numbers: rounds finished here, and operators that signed. */
export function LiveEvaluation({ rendered }: { rendered: SubmissionProgress }) {
  const progress = useSubmissionProgress({ submissionId: rendered.submissionId, rendered }) ?? rendered;
  const { rounds, attesters, isClaimed, isAbstained } = progress;
  if (attesters.total === 0) return <>no operator is in the set</>;
  return (
    <span className="mt-1 grid max-w-md gap-1.5">
      {isAbstained ? (
        <span>not evaluated by this server’s operator</span>
      ) : (
        <span className="grid grid-cols-[1fr_auto] items-center gap-x-4">
          <ProgressBar label="Rounds evaluated" value={rounds.finished} total={rounds.total} />
          <span>
            {rounds.finished} of {rounds.total} rounds
          </span>
        </span>
      )}
      <span className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <CountMarks count={attesters.signed} total={attesters.total} label="signed" />
        <span>{isClaimed ? 'claimed by the elected operator' : 'not claimed yet'}</span>
      </span>
    </span>
  );
}
