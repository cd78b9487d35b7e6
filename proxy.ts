import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '#app/_server/content-security-policy.ts';

/** Gives every page its policy, with a nonce of its own for the scripts that the server itself writes. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy({ nonce, environment: process.env });
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from here; the layout reads it for the theme's.
  headers.set('Content-Security-Policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

export const config = {
  // Files and data are no documents: a policy for them would only cost time.
  matcher: ['/((?!api/|ipfs/|_next/static|_next/image|icon.svg|runtime/).*)'],
};
