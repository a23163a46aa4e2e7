/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly text: string;
}

/** The files of the page, by path. */
export function pageFiles(_path: string): Readonly<Record<string, PageFile>> {
  return { '/': { type: 'text/html; charset=utf-8', text: '<!doctype html><title>identity-connector</title>' } };
}
