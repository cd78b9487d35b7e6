/** Copies a text, which `CopyLayer` does: a table full of addresses costs nothing to hydrate. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  return <button type="button" data-copy={text} aria-label={label} data-hint={label} className="copy" />;
}
