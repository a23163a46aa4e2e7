import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { EmbeddedAws } from '../../../src/testing/aws/index.ts';

/** A request by hand, for what the SDK would never send; whatever is left out is as it should be. */
export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly body?: string;
  /** What is sent instead of the body that was signed. */
  readonly sentBody?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly region?: string;
  readonly service?: string;
  readonly terminator?: string;
  /** Milliseconds since 1970. */
  readonly time?: number;
  /** The date in the credential scope, when it differs from the time's. */
  readonly scopeDate?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that are sent but not signed. */
  readonly unsignedHeaders?: Readonly<Record<string, string>>;
  readonly signedHeaders?: readonly string[];
  /** Takes the place of the Authorization header; `null` leaves it out. */
  readonly authorization?: string | null;
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The code of the error, if it is one. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Signs a request as AWS's documentation describes it (Signature Version 4) and sends it. */
export async function send(aws: EmbeddedAws, raw: RawRequest = {}): Promise<RawAnswer> {
  const { method = 'POST', target = '/', body = 'Action=ListUsers&Version=2010-05-08', region = 'us-east-1', service = 'iam' } = raw;
  const { accessKeyId = aws.adminCredentials.accessKeyId, secretAccessKey = aws.adminCredentials.secretAccessKey } = raw;
  const time = new Date(raw.time ?? aws.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const date = raw.scopeDate ?? time.slice(0, 8);
  const headers: Record<string, string> = {
    host: aws.endpoint.slice('http://'.length),
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    'x-amz-date': time,
    ...raw.headers,
  };
  const names = raw.signedHeaders ?? Object.keys(headers).sort();
  const [path = '/', query = ''] = target.split('?');
  const canonicalHeaders = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const canonicalQuery = query.split('&').sort().join('&');
  const canonical = [method, path, canonicalQuery, canonicalHeaders, names.join(';'), sha256(body)].join('\n');
  const scope = [date, region, service, raw.terminator ?? 'aws4_request'];
  const key = scope.reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n')).toString('hex');
  const credential = `${accessKeyId}/${scope.join('/')}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  const sent: Record<string, string> = { ...headers, ...raw.unsignedHeaders };
  if (raw.authorization !== null) sent.authorization = raw.authorization ?? authorization;
  return exchange(aws, method, target, sent, raw.sentBody ?? body);
}

function exchange(aws: EmbeddedAws, method: string, target: string, headers: Record<string, string>, body: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${aws.endpoint}${target}`, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const code = /<Code>([^<]*)</.exec(text)?.[1];
        const message = /<Message>([^<]*)</.exec(text)?.[1];
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers, code, message });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(method === 'GET' ? undefined : body);
  });
}
