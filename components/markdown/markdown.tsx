import type { ComponentProps, ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';

/**
 * Text that a stranger wrote as Markdown. Raw HTML in it is text, what remains is sanitised; links go out without a
 * referrer, and pictures become links: they would be fetched from elsewhere.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="grid max-w-prose gap-3 break-words text-ink-2">
      <ReactMarkdown rehypePlugins={[rehypeSanitize]} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

function Outward({ href, children }: { href: string | undefined; children: ReactNode }) {
  // The sanitiser takes away what is no link to the web.
  if (href === undefined) return children;
  return (
    <a href={href} className="link" target="_blank" rel="nofollow noopener noreferrer ugc">
      {children}
    </a>
  );
}

/** The page has headings of its own: those of a text are all below them. */
function Heading({ children }: ComponentProps<'h3'>) {
  return <h3 className="mt-2 font-semibold text-ink">{children}</h3>;
}

const COMPONENTS: Components = {
  a: ({ href, children }) => <Outward href={href}>{children}</Outward>,
  img: ({ src, alt }) =>
    typeof src === 'string' ? (
      <Outward href={src}>{alt === '' || alt === undefined ? src : alt}</Outward>
    ) : null,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  ul: ({ children }) => <ul className="grid list-disc gap-1 pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="grid list-decimal gap-1 pl-5">{children}</ol>,
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 border-rule-strong pl-4">{children}</blockquote>
  ),
  code: ({ children }) => <code className="rounded-sm bg-well px-1 font-mono text-[0.9em]">{children}</code>,
  pre: ({ children }) => (
    // Focusable, so that the keyboard can scroll it.
    <pre className="overflow-x-auto rounded-md bg-well p-3 text-small" tabIndex={0}>
      {children}
    </pre>
  ),
  hr: () => <hr className="border-rule" />,
};
