import ReactMarkdown from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';

/** Images would be fetched from wherever their author likes; HTML is no part of it at all. */
const SCHEMA = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter(
    (name) => !['img', 'picture', 'source', 'input'].includes(name),
  ),
};

/** A text by a stranger, as Markdown: nothing in it runs, is fetched, or looks like a part of the page. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="grid max-w-prose gap-3 text-ink-2 [&_a]:text-ink [&_a]:underline [&_a]:underline-offset-3 [&_blockquote]:border-l-2 [&_blockquote]:border-rule-strong [&_blockquote]:pl-3 [&_code]:font-mono [&_code]:text-[0.9em] [&_h3]:font-semibold [&_h3]:text-ink [&_h4]:font-medium [&_h4]:text-ink [&_li]:ml-5 [&_ol]:list-decimal [&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:bg-well [&_pre]:p-3 [&_td]:border-b [&_td]:border-rule [&_td]:pr-4 [&_ul]:list-disc">
      <ReactMarkdown
        rehypePlugins={[[rehypeSanitize, SCHEMA]]}
        components={{
          // Its headings stand below those of the page.
          h1: ({ children }) => <h3>{children}</h3>,
          h2: ({ children }) => <h3>{children}</h3>,
          h3: ({ children }) => <h4>{children}</h4>,
          h4: ({ children }) => <h4>{children}</h4>,
          h5: ({ children }) => <h4>{children}</h4>,
          h6: ({ children }) => <h4>{children}</h4>,
          a: ({ href, children }) => (
            <a href={href} rel="noopener noreferrer nofollow ugc" target="_blank">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
