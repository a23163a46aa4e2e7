import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConnectorError } from '../../model/errors.ts';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly text: string;
  /** Of its content. */
  readonly etag: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where the files are: beside this module in the sources, beside the scripts in the package. As CommonJS this file has no import.meta. */
function folder(): string {
  const own = (import.meta as { readonly url?: string } | undefined)?.url;
  return own === undefined ? join(__dirname, 'static') : fileURLToPath(new URL('static', own));
}

/**
 * Reads the files of the page, by the path that each is served under.
 *
 * @param path  Where PingIDM's paths begin: the page is told.
 * @throws ConnectorError `Configuration` when the files are not there, as after a bundler.
 */
export function pageFiles(path: string): Readonly<Record<string, PageFile>> {
  const from = folder();
  let names: readonly string[];
  try {
    names = readdirSync(from);
  } catch (cause) {
    const message = `the files of the page at / are not in ${from}: copy the package's folder dist/static there, or set page to false`;
    throw new ConnectorError('Configuration', message, { cause, problems: [{ path: 'page', message }] });
  }
  const files = names.flatMap((name): [string, PageFile][] => {
    const type = types[extname(name)];
    if (type === undefined) return [];
    const text = readFileSync(join(from, name), 'utf8').replaceAll('{{path}}', escaped(path));
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    return [[name === 'index.html' ? '/' : `/page/${name}`, { type, text, etag }]];
  });
  return Object.fromEntries(files);
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
