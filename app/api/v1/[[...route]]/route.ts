import { readApi } from '#app/_server/read-api.ts';

/** What the pages show, for other programs. */
export function GET(request: Request): Response | Promise<Response> {
  return readApi().fetch(request);
}

export const HEAD = GET;
export const OPTIONS = GET;
