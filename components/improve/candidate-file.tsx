'use client';

import { useState } from 'react';
import { InvalidReason } from '#components/submission/invalid-reason.tsx';
import { Button } from '#components/ui/button.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { groupThousands } from '#components/value/format-amount.ts';
import { checkParameters } from '#hooks/evaluation/check-parameters.ts';
import type { InvalidReason as Reason } from '#protocol/evaluation/invalid-reason.ts';
import type { GetEvaluationTaskReturnType } from '#sdk/estimate/get-evaluation-task.ts';
import type { Candidate } from './candidate.ts';

type Refusal = { reason: Reason } | { text: string } | { error: unknown };

/** Takes a parameters file and holds it against the architecture at once. */
export function CandidateFile({
  evaluationTask,
  candidate,
  onCandidate,
  onTrain,
}: {
  evaluationTask: GetEvaluationTaskReturnType;
  candidate: Candidate | undefined;
  onCandidate: (candidate: Candidate | undefined) => void;
  /** The task can be trained here too. */
  onTrain: (() => void) | undefined;
}) {
  const [refusal, setRefusal] = useState<Refusal>();
  const { content, maximumParameterBytes } = evaluationTask;

  const take = async ([file]: File[]) => {
    if (file === undefined) return;
    setRefusal(undefined);
    onCandidate(undefined);
    try {
      const parameters = new Uint8Array(await file.arrayBuffer());
      const reason = checkParameters({ ...content, file: parameters });
      if (reason) setRefusal({ reason });
      else onCandidate({ name: file.name, parameters });
    } catch (error) {
      setRefusal({ error });
    }
  };

  return (
    <div className="grid gap-4">
      <DropZone
        label="Drop your parameters, or choose the file"
        hint="A .safetensors file with the tensors of the architecture. It stays in this browser until you submit it."
        maximumBytes={maximumParameterBytes}
        onFiles={(files) => void take(files)}
        onRefused={([file]) => setRefusal({ text: file ? `${file.name}: ${file.reason}` : '' })}
      />
      <div aria-live="polite" className="text-small empty:hidden">
        {candidate ? (
          <p>
            <span className="font-medium break-all">{candidate.name}</span>{' '}
            <span className="text-ink-3">
              {groupThousands(candidate.parameters.length)} bytes, every tensor fits the architecture
            </span>
          </p>
        ) : null}
        {refusal ? (
          <div role="alert" className="border-l-2 border-fault bg-fault-wash px-4 py-3">
            {'reason' in refusal ? <InvalidReason reason={refusal.reason} /> : null}
            {'text' in refusal ? <p>{refusal.text}</p> : null}
            {'error' in refusal ? <Problem error={refusal.error} /> : null}
            {'reason' in refusal ? (
              <p className="mt-1 text-ink-2">
                Submitted like this it would be invalid, and the bond lost. Nothing was sent.
              </p>
            ) : null}
          </div>
        ) : null}
      </div>
      {onTrain ? (
        <p>
          <Button onClick={onTrain}>Train it here instead</Button>
        </p>
      ) : null}
    </div>
  );
}
