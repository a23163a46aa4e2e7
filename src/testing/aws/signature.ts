import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from './api-error.ts';
import { isServiceName, type ServiceName } from './service-name.ts';

/** A request as it came, before anything is believed. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path and the query, undecoded. */
  readonly target: string;
  /** Header values by name in lower case; several of one name are joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** The parts of an `Authorization` header. AWS: Signature Version 4. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: ServiceName;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const EXPECTED_HOST = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
/** How far a request's time may be from ours, either way. AWS: five minutes for most services. */
const TOLERANCE_MINUTES = 5;

const refused = (message: string): ApiError => new ApiError('SignatureDoesNotMatch', 403, message);
const incomplete = (message: string): ApiError => new ApiError('IncompleteSignature', 400, message);

/** Reads the `Authorization` header. @throws MissingAuthenticationToken, IncompleteSignature, SignatureDoesNotMatch for a wrong scope */
export function readAuthorization(request: ReceivedRequest): Authorization {
  const header = request.headers.get('authorization');
  if (header === undefined) throw new ApiError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
  const [algorithm, ...rest] = header.trim().split(/\s+/);
  if (algorithm !== ALGORITHM) throw incomplete(`Unsupported ${ALGORITHM} 'algorithm': '${algorithm}'.`);
  const parts = new Map(
    rest
      .join('')
      .split(',')
      .map((part) => splitOnce(part, '=')),
  );
  const credential = parts.get('Credential');
  const signedHeaders = parts.get('SignedHeaders');
  const signature = parts.get('Signature');
  if (!credential || !signedHeaders || !signature) {
    throw incomplete("Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
  }
  const [accessKeyId, date, region, service, terminator, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || more.length > 0) {
    throw incomplete(`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`);
  }
  if (terminator !== 'aws4_request') throw refused("Credential should be scoped with a valid terminator: 'aws4_request'.");
  if (!isServiceName(service)) throw refused("Credential should be scoped to correct service: 'iam'.");
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

/** Recomputes the signature and compares. @throws SignatureDoesNotMatch, IncompleteSignature */
export function verifySignature(request: ReceivedRequest, authorization: Authorization, secret: string, now: number): void {
  const { signedHeaders, date, region, service } = authorization;
  const time = request.headers.get('x-amz-date');
  if (time === undefined || !/^\d{8}T\d{6}Z$/.test(time))
    throw incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (!signedHeaders.includes('host')) throw refused(EXPECTED_HOST);
  for (const name of request.headers.keys()) {
    // What is not signed could have been changed on the way.
    if (name.startsWith('x-amz-') && !signedHeaders.includes(name)) {
      throw refused(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
  if (!time.startsWith(date)) {
    throw refused(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${time.slice(0, 8)}', from '${time}'.`,
    );
  }
  checkTime(time, now);
  const payloadHash = sha256(request.body);
  const declared = request.headers.get('x-amz-content-sha256');
  if (declared !== undefined && declared !== payloadHash)
    throw refused("The provided 'x-amz-content-sha256' header does not match what was computed.");
  const canonical = canonicalRequest(request, signedHeaders, payloadHash);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${secret}`);
  const expected = hmac(key, [ALGORITHM, time, scope, sha256(canonical)].join('\n')).toString('hex');
  const given = Buffer.from(authorization.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, Buffer.from(expected))) {
    throw refused(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
}

function checkTime(time: string, now: number): void {
  const tolerance = TOLERANCE_MINUTES * 60_000;
  const signedAt = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(signedAt)) throw incomplete(`Date must be in ISO-8601 'basic format'. Got '${time}'.`);
  const basis = compactTime(now);
  if (signedAt < now - tolerance) {
    throw refused(`Signature expired: ${time} is now earlier than ${compactTime(now - tolerance)} (${basis} - ${TOLERANCE_MINUTES} min.)`);
  }
  if (signedAt > now + tolerance) {
    throw refused(`Signature not yet current: ${time} is still later than ${compactTime(now + tolerance)} (${basis} + ${TOLERANCE_MINUTES} min.)`);
  }
}

function canonicalRequest(request: ReceivedRequest, signedHeaders: readonly string[], payloadHash: string): string {
  const [path, query] = splitOnce(request.target, '?');
  const headers = signedHeaders.map((name) => `${name}:${(request.headers.get(name) ?? '').trim().replace(/\s+/g, ' ')}\n`);
  return [
    request.method,
    path.split('/').map(encode).join('/') || '/',
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function compactTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
