import type { Hono } from 'hono';
import { pageFiles } from './page-files.ts';

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the page for people at `/`: it has no data itself, what it shows it asks the gateway for as whoever logs in. */
export function pageRoutes(app: Hono, path: string): void {
  for (const [name, { type, text }] of Object.entries(pageFiles(path))) {
    app.get(
      name,
      () =>
        new Response(text, {
          headers: {
            'Content-Type': type,
            'Content-Security-Policy': policy,
            'X-Content-Type-Options': 'nosniff',
            'Referrer-Policy': 'no-referrer',
            'Cache-Control': 'no-cache',
          },
        }),
    );
  }
}
