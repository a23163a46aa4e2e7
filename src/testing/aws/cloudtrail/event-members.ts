import type { Parameters } from '../parameter-set.ts';
import { memberName } from '../validation.ts';
import type { XmlObject, XmlValue } from '../xml.ts';

/** What no event tells, in requests and answers. AWS leaves passwords and secret keys out of its own events too. */
const SECRETS =
  /^(password|oldPassword|newPassword|tokenCode|authenticationCode[12]|secretAccessKey|sessionToken|servicePassword|serviceCredentialSecret|base32StringSeed|qRCodePNG)$/;
const FLAGS = /^(passwordResetRequired|setAsDefault|require\w+|allowUsersToChangePassword|hardExpiry|allUsers)$/;
const NUMBERS = /^(maxSessionDuration|maxItems|minimumPasswordLength|maxPasswordAge|passwordReusePrevention|credentialAgeDays)$/;

interface Members {
  [name: string]: unknown;
}

/** The parameters of a request as they stand in an event: nested, typed, in camel case, without secrets; `null` when there are none. */
export function requestMembers(parameters: Parameters): Readonly<Record<string, unknown>> | null {
  const root: Members = {};
  for (const [name, text] of parameters.entries()) {
    if (name === 'Action' || name === 'Version' || name === '') continue;
    put(root, name.split('.'), text);
  }
  return Object.keys(root).length === 0 ? null : (withLists(root) as Readonly<Record<string, unknown>>);
}

function put(into: Members, path: readonly string[], text: string): void {
  const [head = '', ...rest] = path;
  const key = memberName(head);
  if (SECRETS.test(key)) return;
  if (rest.length === 0) {
    into[key] = FLAGS.test(key) ? text.toLowerCase() === 'true' : NUMBERS.test(key) ? Number(text) : text;
    return;
  }
  const next = into[key];
  const below: Members = typeof next === 'object' && next !== null ? (next as Members) : {};
  into[key] = below;
  put(below, rest, text);
}

/** `{ member: { 1: a, 2: b } }` is a list. */
function withLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('member' in value && typeof value.member === 'object' && value.member !== null) return Object.values(value.member).map(withLists);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withLists(item)]));
}

/** The members of an answer as they stand in an event; `null` when it has none. */
export function responseMembers(result: XmlObject | undefined): unknown {
  return result === undefined || Object.keys(result).length === 0 ? null : camel(result);
}

function camel(value: XmlValue): unknown {
  if (value instanceof Date) return responseDate(value);
  if (Array.isArray(value)) return value.map(camel);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, camel(item)]));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, item]) => [memberName(name), item] as const)
      .filter(([name, item]) => item !== undefined && !SECRETS.test(name))
      .map(([name, item]) => [name, camel(item)]),
  );
}

/** `Mar 24, 2014 9:11:59 PM`, as answers stand in events of IAM. AWS: CloudTrail integration of IAM, examples */
function responseDate(date: Date): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  })
    .format(date)
    .replace(/(\d{4}),/, '$1')
    .replace('\u202f', ' ');
}
