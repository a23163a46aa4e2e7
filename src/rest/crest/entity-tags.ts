/** The entity tags of an If-Match or If-None-Match. RFC 9110, 8.8.3, 13.1.1 and 13.1.2. */
export interface EntityTags {
  /** Whether any revision will do: `*`. */
  readonly any: boolean;
  /** The revisions that it names without `W/`: those alone can match in If-Match. */
  readonly strong: readonly string[];
  /** All revisions that it names. */
  readonly all: readonly string[];
}

/** `"3", W/"4"`; elements may be empty, and a comma may stand within quotes. */
const list = /^[\s,]*(?:(?:W\/)?"[^"]*"\s*(?:,[\s,]*|$))+$/;

/**
 * Reads an If-Match or If-None-Match.
 *
 * What is no list of quoted tags is one tag as it stands: CREST takes revisions without quotes, and `"*"` as `*`.
 *
 * @returns Undefined without the header.
 *
 * @example
 * entityTags('"3", W/"4"');  // { any: false, strong: ['3'], all: ['3', '4'] }
 */
export function entityTags(header: string | null): EntityTags | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (text === '*' || text === '"*"') return { any: true, strong: [], all: [] };
  const tags = list.test(text) ? [...text.matchAll(/(W\/)?"([^"]*)"/g)] : [/^(W\/)?"(.*)"$/.exec(text) ?? [text, undefined, text]];
  const read = tags.map(([, weak, revision = '']) => ({ weak: weak !== undefined, revision }));
  return { any: false, strong: read.filter(({ weak }) => !weak).map(({ revision }) => revision), all: read.map(({ revision }) => revision) };
}
