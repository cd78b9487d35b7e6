'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { Trainable } from '#examples/trainable.ts';
import { SubmitPanel } from '#components/submit/submit-panel.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { WalletProviders } from '#components/wallet/wallet-providers.tsx';
import type { CandidatePreview } from '#hooks/evaluation/preview-candidate.ts';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { getEvaluationTask } from '#sdk/estimate/get-evaluation-task.ts';
import { getRequiredBond } from '#sdk/marketplace/get-required-bond.ts';
import type { Candidate } from './candidate.ts';
import { CandidateFile } from './candidate-file.tsx';
import { CandidatePreviewPanel } from './candidate-preview.tsx';
import { TrainPanel } from './train-panel.tsx';

export type ImprovePanelParameters = {
  taskId: number;
  title: string;
  token: Token;
  isOpen: boolean;
  trainable: Trainable | undefined;
  way: 'train' | 'bring';
};

export function ImprovePanel(parameters: ImprovePanelParameters) {
  return (
    <WalletProviders>
      <Improve {...parameters} />
    </WalletProviders>
  );
}

/** From parameters to a submission: train or bring them, see what they promise, submit, follow. */
function Improve({ taskId, title, token, isOpen, trainable, way }: ImprovePanelParameters) {
  const { readClient } = useWallet();
  const [candidate, setCandidate] = useState<Candidate>();
  const [preview, setPreview] = useState<CandidatePreview>();
  const [isTraining, setTraining] = useState(way === 'train' && trainable !== undefined);
  const [isSubmitting, setSubmitting] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['evaluation-task', taskId],
    queryFn: async ({ signal }) => {
      const [evaluationTask, bond] = await Promise.all([
        getEvaluationTask(readClient, { taskId, signal }),
        getRequiredBond(readClient, { taskId }),
      ]);
      return { evaluationTask, bond };
    },
    // What one has begun to look at does not change beneath one's hands.
    staleTime: Infinity,
    retry: 1,
    enabled: isOpen,
  });
  const choose = useCallback((chosen: Candidate | undefined) => {
    setCandidate(chosen);
    setPreview(undefined);
  }, []);

  return (
    <div className="grid gap-8">
      {error ? <Problem error={error} /> : null}
      {isOpen && data === undefined && !error ? (
        <div className="grid gap-2">
          <p role="status" className="text-small text-ink-3">
            Fetching the task and its champion from the operators; every byte is verified.
          </p>
          <ProgressBar label="Fetching the task" value={0} total={undefined} />
        </div>
      ) : null}
      {isOpen && data && !isSubmitting ? (
        <>
          {trainable && isTraining ? (
            <TrainPanel
              trainable={trainable}
              championParameters={data.evaluationTask.content.championParameters}
              onTrained={choose}
              onBring={() => {
                setTraining(false);
                choose(undefined);
              }}
            />
          ) : (
            <CandidateFile
              evaluationTask={data.evaluationTask}
              candidate={candidate}
              onCandidate={choose}
              onTrain={trainable ? () => setTraining(true) : undefined}
            />
          )}
          {candidate ? (
            <CandidatePreviewPanel
              key={candidate.name}
              candidate={candidate}
              evaluationTask={data.evaluationTask}
              bond={data.bond}
              token={token}
              onPreview={setPreview}
            />
          ) : null}
        </>
      ) : null}
      <SubmitPanel
        taskId={taskId}
        title={title}
        token={token}
        candidate={isOpen ? candidate : undefined}
        preview={preview}
        bond={data?.bond}
        operatorFee={data?.evaluationTask.terms.operatorFee}
        onActive={setSubmitting}
        onSettled={() => {
          // There may be another champion now.
          choose(undefined);
          void refetch();
        }}
      />
    </div>
  );
}
