import { Fact, Facts } from '#components/ui/facts.tsx';

/** The typed reason for which parameters are invalid, member by member. */
export function InvalidReason({ reason }: { reason: Readonly<Record<string, unknown>> }) {
  return (
    <Facts>
      {Object.entries(reason).map(([name, value]) => (
        <Fact key={name} name={toWords(name === 'type' ? 'reason' : name)}>
          {typeof value === 'string' && name === 'type' ? (
            toWords(value)
          ) : (
            <code className="font-mono text-[0.9em] break-all">{format(value)}</code>
          )}
        </Fact>
      ))}
    </Facts>
  );
}

/** "expectedShape" and "wrong-shape" as words. */
function toWords(name: string): string {
  const words = name.replaceAll('-', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function format(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
