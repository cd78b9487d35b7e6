import { headers } from 'next/headers';

/** Where this server is reached, as the browser that asks for a page sees it. */
export async function readOrigin(): Promise<string> {
  const sent = await headers();
  const protocol = sent.get('x-forwarded-proto')?.split(',')[0] ?? 'http';
  return `${protocol}://${sent.get('x-forwarded-host') ?? sent.get('host') ?? 'localhost'}`;
}
