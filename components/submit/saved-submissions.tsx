'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { shortenHex } from '#components/value/shorten.ts';
import {
  type SavedSubmission,
  fromSavedFile,
  savedSubmissionKey,
} from '#hooks/submission/saved-submission.ts';
import { useSavedSubmissions } from '#hooks/submission/use-saved-submissions.ts';

/** The submissions to a task that this browser has begun, and the door for one begun elsewhere. */
export function SavedSubmissions({
  taskId,
  onResume,
}: {
  taskId: number;
  onResume: (saved: SavedSubmission) => void;
}) {
  const saved = useSavedSubmissions()?.filter(({ draft }) => draft.taskId === taskId) ?? [];
  const [error, setError] = useState<unknown>();
  const take = async ([file]: File[]) => {
    if (file === undefined) return;
    setError(undefined);
    try {
      onResume(fromSavedFile({ name: file.name, text: await file.text() }));
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <div className="grid gap-4">
      {saved.map((each) => (
        <div
          key={savedSubmissionKey(each)}
          className="flex flex-wrap items-center justify-between gap-3 border-l-2 border-challenger bg-challenger-wash px-4 py-3 text-small"
        >
          <span>
            {describe(each)} <span className="text-ink-3">by {shortenHex(each.draft.optimizer)}</span>
          </span>
          <Button onClick={() => onResume(each)}>
            {each.draft.step === 'revealed' ? 'Follow it' : 'Go on'}
          </Button>
        </div>
      ))}
      <Disclosure summary="Go on with a submission from another device">
        <div className="grid gap-3">
          <DropZone
            label="Choose the saved submission"
            hint="The .submission.json file that was saved where you committed. With it this device can reveal."
            onFiles={(files) => void take(files)}
          />
          {error === undefined ? null : <Problem error={error} />}
        </div>
      </Disclosure>
    </div>
  );
}

function describe({ draft, isCommitSent }: SavedSubmission): string {
  const name =
    draft.submissionId === undefined
      ? 'A submission'
      : `Submission ${BigInt(draft.submissionId) & 0xffff_ffffn}`;
  switch (draft.step) {
    case 'packed':
      return isCommitSent ? `${name} may be committed.` : `${name} is ready to be committed.`;
    case 'committed':
      return `${name} is committed and not uploaded yet.`;
    case 'available':
      return `${name} waits to be revealed.`;
    case 'revealed':
      return `${name} is being judged.`;
  }
}
