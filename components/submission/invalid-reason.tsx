import { type InvalidReason as Reason, describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';

/** Why the content that was judged cannot be used, as a sentence. */
export function InvalidReason({ reason }: { reason: Reason }) {
  return (
    <p className="max-w-prose break-words">
      {describeInvalidReason(reason)
        .split('`')
        .map((part, index) =>
          index % 2 === 1 ? (
            <code key={index} className="font-mono text-[0.9em] break-all">
              {part}
            </code>
          ) : (
            part
          ),
        )}
    </p>
  );
}
