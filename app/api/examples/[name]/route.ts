import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { readExampleBundle } from '#examples/read-files.ts';

/** The files of an example’s bundle, by path and size. */
export async function GET(_request: Request, { params }: RouteContext<'/api/examples/[name]'>) {
  const { name } = await params;
  const example = EXAMPLE_NAMES.find((candidate) => candidate === name);
  if (example === undefined) return Response.json({ error: 'There is no such example.' }, { status: 404 });
  const files = await readExampleBundle(example);
  return Response.json({ files: files.map(({ path, content }) => ({ path, sizeBytes: content.length })) });
}
