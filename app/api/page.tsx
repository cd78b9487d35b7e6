import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { DataTable } from '#components/ui/data-table.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { Section } from '#components/ui/section.tsx';
import { readApi } from '../_server/read-api.ts';

export const metadata: Metadata = { title: 'Read API' };

/** The part of the API's own description that this page shows. */
const documentSchema = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({
        summary: z.string(),
        description: z.string(),
        parameters: z
          .array(
            z.object({
              name: z.string(),
              in: z.enum(['path', 'query']),
              schema: z.object({
                type: z.string().optional(),
                description: z.string().optional(),
                enum: z.array(z.string()).optional(),
                example: z.union([z.string(), z.number()]).optional(),
              }),
            }),
          )
          .default([]),
      }),
    }),
  ),
});

export default function ApiPage() {
  const { info, paths } = documentSchema.parse(JSON.parse(JSON.stringify(readApi().document())));
  return (
    <>
      <PageTitle title="Read API">
        <p>{info.description}</p>
        <p className="mt-2">
          It answers anyone, from any origin. Its machine-readable description is an{' '}
          <a href="/api/v1/openapi.json" className="link">
            OpenAPI document
          </a>
          .
        </p>
      </PageTitle>
      <div className="grid gap-10">
        <Section title="How it answers">
          <ul className="grid max-w-prose list-disc gap-1.5 pl-5 text-ink-2">
            <li>
              Lists come in pages: pass the <Code>nextCursor</Code> of one as the <Code>cursor</Code> of the
              next, until it is null.
            </li>
            <li>
              What is refused comes with a code, a sentence and what to do:{' '}
              <Code>{'{"error": {"code": "not-found", …}}'}</Code>.
            </li>
            <li>
              Every answer carries an <Code>ETag</Code>: ask again with <Code>If-None-Match</Code>, and what
              is still the same is not sent again.
            </li>
            <li>
              What happens is told by server-sent events at <Code>/api/events</Code>: the tasks, submissions
              and accounts of each block.
            </li>
          </ul>
        </Section>
        {Object.entries(paths).map(([path, { get }]) => (
          <Section key={path} title={get.summary}>
            <p className="mb-2">
              <Code>GET {path}</Code>
            </p>
            <p className="max-w-prose text-ink-2">{get.description}</p>
            {get.parameters.length > 0 ? (
              <div className="mt-3">
                <DataTable caption={`Parameters of ${path}`}>
                  <thead>
                    <tr>
                      <th scope="col">Parameter</th>
                      <th scope="col">In</th>
                      <th scope="col">What it is</th>
                    </tr>
                  </thead>
                  <tbody>
                    {get.parameters.map(({ name, in: place, schema }) => (
                      <tr key={name}>
                        <td className="w-px whitespace-nowrap">
                          <Code>{name}</Code>
                        </td>
                        <td className="w-px text-ink-3">{place}</td>
                        <td>
                          {schema.description ?? (schema.enum ? null : schema.type)}
                          {schema.enum ? <span className="text-ink-2"> {schema.enum.join(', ')}</span> : null}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </DataTable>
              </div>
            ) : null}
            <p className="mt-3 text-small">
              <a href={examplePath(path, get.parameters)} className="link break-all">
                {examplePath(path, get.parameters)}
              </a>
            </p>
          </Section>
        ))}
      </div>
    </>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-[0.9em] break-words">{children}</code>;
}

/** A request that can be tried. */
function examplePath(
  path: string,
  parameters: readonly { name: string; in: string; schema: { example?: string | number | undefined } }[],
): string {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name, schema }) => text.replace(`{${name}}`, String(schema.example ?? '')), path);
}
