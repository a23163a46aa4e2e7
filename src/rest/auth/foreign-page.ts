import { CrestError } from '../crest/crest-error.ts';

/**
 * Refuses what a page of another site makes a browser send: the browser adds the Basic credentials that its user gave to this one.
 *
 * Browsers say which page a request comes from (W3C: Fetch Metadata; Fetch, 3.2, Origin); programs send neither header and pass.
 *
 * @throws CrestError 403.
 */
export function refuseForeignPages(headers: Headers, url: URL): void {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  const own = site === null ? origin === null || origin.split('://')[1] === url.host : site === 'same-origin' || site === 'none';
  if (!own) throw new CrestError(403, 'Access denied: a page of another site may not change anything here');
}
