import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';

/** The server did not deliver an example. */
export class ExampleUnavailableError extends BaseError {
  override name = 'ExampleUnavailableError';
  constructor({ name, cause }: { name: string; cause?: unknown }) {
    super(`The example "${name}" could not be loaded.`, {
      cause,
      metaMessages: ['Check the connection and try again. What you entered is still there.'],
    });
  }
}

const listSchema = z.object({ files: z.array(z.object({ path: z.string().min(1) })) });

/** All files of an example, from this server. @throws {ExampleUnavailableError} */
export async function fetchExample(name: string, signal?: AbortSignal): Promise<BundleFile[]> {
  const folder = `/api/examples/${encodeURIComponent(name)}`;
  const get = async (path: string) => {
    const response = await fetch(path, { ...(signal ? { signal } : {}) });
    if (!response.ok) throw new ExampleUnavailableError({ name });
    return response;
  };
  try {
    const { files } = listSchema.parse(await (await get(folder)).json());
    return await Promise.all(
      files.map(async ({ path }) => {
        const response = await get(`${folder}/${path.split('/').map(encodeURIComponent).join('/')}`);
        return { path, content: new Uint8Array(await response.arrayBuffer()) };
      }),
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof BaseError) throw error;
    throw new ExampleUnavailableError({ name, cause: error });
  }
}
