'use client';

import './globals.css';

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="bg-paper font-sans text-ink">
        <main className="measure py-16" role="alert">
          <title>Error · Zarathustra</title>
          <h1 className="mb-4 text-title font-semibold">The app stopped</h1>
          <p className="mb-6 max-w-prose text-ink-2">
            Nothing is lost: everything is on the chain. Load the page again; if it stays like this, whoever
            runs this server finds the reason in its log{error.digest ? ` under ${error.digest}` : ''}.
          </p>
          <button type="button" className="link cursor-pointer" onClick={() => window.location.assign('/')}>
            Load all tasks
          </button>
        </main>
      </body>
    </html>
  );
}
