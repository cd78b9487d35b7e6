import { get } from 'node:http';

/** The scripts that a page itself names, and so everything that a browser loads before the page is usable. */
export type FirstLoad = {
  scripts: string[];
  /** As they are transferred, compressed. */
  bytes: number;
};

/** Those marked `nomodule` are for browsers of before 2018 alone. */
const SCRIPT = /<script(?![^>]*nomodule)[^>]+src="([^"]+\.js[^"]*)"/gi;

/** What the first visit of a page loads in scripts. Those that the page's scripts load later are not among them. */
export async function measureFirstLoad(url: string): Promise<FirstLoad> {
  const html = await (await fetch(url)).text();
  const scripts = [...new Set([...html.matchAll(SCRIPT)].flatMap(([, source]) => source ?? []))];
  if (scripts.length === 0) throw new Error(`${url} names no scripts.`);
  const sizes = await Promise.all(scripts.map((source) => transferredBytes(new URL(source, url))));
  return { scripts, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** `fetch` would decompress. */
function transferredBytes(url: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
      response.on('error', reject);
    }).on('error', reject);
  });
}
