import { CrestError } from './crest-error.ts';

/** Types that browsers run or apply: a value that somebody put into an attribute would act in the name of whoever looks at it. */
const active = /^(?:multipart|message)\/|script|[/.-](?:html|css|xml|xsl)$|\+xml$/;

/**
 * Reads `_mimeType`, the media type in which a caller wants the value of one field. CREST: read.
 *
 * @returns `type/subtype` in lower case, without parameters; undefined for none.
 * @throws CrestError 400 for several, for what is no media type, and for one that browsers run.
 *
 * @example
 * mimeType(new URLSearchParams('_fields=photo&_mimeType=image/jpeg'));  // 'image/jpeg'
 */
export function mimeType(parameters: URLSearchParams): string | undefined {
  const given = parameters.getAll('_mimeType').filter((each) => each !== '');
  const [text = ''] = given;
  if (given.length === 0) return undefined;
  // An unescaped plus is a space by the time it arrives here.
  const type = /^\s*([\w!#$&^.-]+\/[\w!#$&^.+ -]*[\w!#$&^.+-])\s*(?:;[^,]*)?$/.exec(text)?.[1]?.toLowerCase().replaceAll(' ', '+');
  if (given.length > 1 || type === undefined)
    throw new CrestError(400, `_mimeType must be one media type, such as image/jpeg (got ${JSON.stringify(given.join(', ').slice(0, 80))})`);
  if (active.test(type)) throw new CrestError(400, `_mimeType ${type} is not answered: a browser would run or apply the value; use text/plain`);
  return type;
}
