'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { WriteClient } from '#sdk/client.ts';
import { SignatureRejectedError } from '#sdk/transaction/errors.ts';
import type { TransactionStage } from '#sdk/transaction/transact.ts';
import { useRequiredChain } from '../wallet/chain-context.tsx';
import { useWallet } from '../wallet/use-wallet.ts';
import { trackTransaction } from './track-transaction.ts';

/** How far an action of the person is. */
export type ActionState<Value> =
  | { name: 'idle' }
  /** The person said no in the wallet; nothing was sent. */
  | { name: 'rejected' }
  | { name: 'working'; stage: TransactionStage | undefined }
  | { name: 'done'; value: Value }
  | { name: 'failed'; error: unknown };

export type ActionRun<Value> = (
  client: WriteClient,
  tools: { signal: AbortSignal; onStage: (stage: TransactionStage) => void },
) => Promise<Value>;

export type UseActionReturnType<Value> = {
  state: ActionState<Value>;
  start(): void;
  /** Stops before the transaction is sent. */
  cancel(): void;
  reset(): void;
};

/**
 * One action of the person, from the click to its receipt, told by toasts as well. It goes on when the part of the page
 * that it was begun in is gone.
 *
 * @example
 * const claiming = useAction({ action: 'claim 12 ZTT', run: (client, tools) => claim(client, { token, ...tools }) });
 */
export function useAction<Value>(parameters: {
  /** What it does, to complete "to …". */
  action: string;
  run: ActionRun<Value>;
  onDone?: ((value: Value) => void) | undefined;
}): UseActionReturnType<Value> {
  const { openClient } = useWallet();
  const { explorerUrl } = useRequiredChain();
  const [state, setState] = useState<ActionState<Value>>({ name: 'idle' });
  const running = useRef<AbortController | undefined>(undefined);
  const latest = useRef(parameters);

  useEffect(() => {
    latest.current = parameters;
  });

  const start = useCallback(() => {
    if (running.current) return;
    const stopping = new AbortController();
    running.current = stopping;
    const { action, run } = latest.current;
    setState({ name: 'working', stage: undefined });
    const perform = async () => {
      const client = await openClient();
      const tracker = trackTransaction({ client, action, explorerUrl });
      try {
        return await run(client, {
          signal: stopping.signal,
          onStage: (stage) => {
            tracker.onStage(stage);
            setState({ name: 'working', stage });
          },
        });
      } catch (error) {
        if (error !== stopping.signal.reason) tracker.onError(error);
        throw error;
      }
    };
    perform()
      .then((value) => {
        setState({ name: 'done', value });
        latest.current.onDone?.(value);
      })
      .catch((error: unknown) => {
        if (error === stopping.signal.reason) setState({ name: 'idle' });
        else if (error instanceof SignatureRejectedError) setState({ name: 'rejected' });
        else setState({ name: 'failed', error });
      })
      .finally(() => {
        running.current = undefined;
      });
  }, [explorerUrl, openClient]);

  const cancel = useCallback(() => running.current?.abort(), []);
  const reset = useCallback(() => {
    if (!running.current) setState({ name: 'idle' });
  }, []);
  return { state, start, cancel, reset };
}
