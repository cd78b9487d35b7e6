'use client';

import { javascriptLanguage } from '@codemirror/lang-javascript';
import { Fragment, useMemo } from 'react';

/** What parts of a program look like, by the names of the grammar. */
const LOOKS: readonly { pattern: RegExp; className: string }[] = [
  { pattern: /Comment$/, className: 'text-ink-3 italic' },
  { pattern: /^(String|TemplateString|RegExp)$/, className: 'text-challenger' },
  { pattern: /^(Number|BooleanLiteral|null)$/, className: 'text-challenger' },
  {
    pattern:
      /^(async|await|break|case|catch|class|const|continue|default|delete|do|else|export|extends|finally|for|from|function|get|if|import|in|instanceof|let|new|of|return|set|static|super|switch|this|throw|try|typeof|var|void|while|yield)$/,
    className: 'text-champion',
  },
  { pattern: /^(VariableDefinition|PropertyDefinition)$/, className: 'font-medium text-ink' },
];

/** JavaScript in colours. The text is parsed, never run. */
export function HighlightedCode({ code }: { code: string }) {
  const pieces = useMemo(() => highlight(code), [code]);
  return (
    <pre className="font-mono text-ink-2">
      <code>
        {pieces.map(({ text, className }, index) => (
          <Fragment key={index}>
            {className === undefined ? text : <span className={className}>{text}</span>}
          </Fragment>
        ))}
      </code>
    </pre>
  );
}

/** The program in pieces of one look each. */
function highlight(code: string): { text: string; className: string | undefined }[] {
  const marks: { from: number; to: number; className: string }[] = [];
  javascriptLanguage.parser.parse(code).iterate({
    enter: ({ name, from, to }) => {
      const look = LOOKS.find(({ pattern }) => pattern.test(name));
      if (look === undefined) return true;
      marks.push({ from, to, className: look.className });
      return false;
    },
  });
  const pieces: { text: string; className: string | undefined }[] = [];
  let at = 0;
  for (const { from, to, className } of marks) {
    if (from > at) pieces.push({ text: code.slice(at, from), className: undefined });
    pieces.push({ text: code.slice(from, to), className });
    at = to;
  }
  return [...pieces, { text: code.slice(at), className: undefined }];
}
