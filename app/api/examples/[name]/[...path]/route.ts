import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { readExampleBundle } from '#examples/read-files.ts';

/** One file of an example’s bundle. A path is only compared with those there are. */
export async function GET(_request: Request, { params }: RouteContext<'/api/examples/[name]/[...path]'>) {
  const { name, path } = await params;
  const example = EXAMPLE_NAMES.find((candidate) => candidate === name);
  const files = example === undefined ? [] : await readExampleBundle(example);
  const file = files.find((candidate) => candidate.path === path.join('/'));
  if (file === undefined) return Response.json({ error: 'There is no such file.' }, { status: 404 });
  return new Response(new Uint8Array(file.content), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    },
  });
}
