import type { Hono } from 'hono';
import { pageFiles } from './page-files.ts';

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the page for people at `/`: it has no data itself, what it shows it asks the gateway for as whoever logs in. */
export function pageRoutes(app: Hono, path: string): void {
  for (const [name, { type, text, etag }] of Object.entries(pageFiles(path))) {
    const headers = {
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cache-Control': 'no-cache',
      ETag: etag,
    };
    app.get(name, ({ req }) =>
      req.header('if-none-match') === etag
        ? new Response(null, { status: 304, headers })
        : new Response(text, { headers: { ...headers, 'Content-Type': type } }),
    );
  }
}
