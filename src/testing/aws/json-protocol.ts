import { ApiError } from './api-error.ts';
import { Parameters } from './parameter-set.ts';
import type { Protocol, WireAnswer } from './protocol.ts';
import type { XmlObject, XmlValue } from './xml.ts';

/** What differs between the services that speak JSON. */
export interface JsonDialect {
  /** What stands before the dot of `X-Amz-Target`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  /** The namespace of error types, for a service that writes them in full. */
  readonly errorNamespace?: string;
  /** The code that clients of the service's old query protocol know an error by. AWS: awsQueryCompatible. */
  readonly queryCode?: (code: string) => string;
}

/** The protocol of Organizations and CloudTrail (1.1) and of SQS (1.0). AWS: awsJson1_1 and awsJson1_0; dates are seconds since 1970. */
export function jsonProtocol(dialect: JsonDialect): Protocol {
  const answer = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): WireAnswer => ({
    status,
    headers: { 'content-type': `application/x-amz-json-${dialect.version}`, ...headers },
    body: JSON.stringify(body),
  });
  return {
    version: dialect.target,
    read: (request) => {
      const [version = '', action = ''] = (request.headers.get('x-amz-target') ?? '').split('.');
      const body = parsedObject(request.body.toString());
      if (!body) {
        const problem = new ApiError('SerializationException', 400, 'The request body is not a JSON object.');
        return { action, version, parameters: new Parameters(new Map()), problem };
      }
      return { action, version, parameters: Parameters.fromJson(body) };
    },
    unknownAction: (call) =>
      new ApiError('UnknownOperationException', 400, `There is no operation ${call.action || '(none)'} of ${call.version || '(no target)'}.`),
    answer: (_action, result) => answer(200, result === undefined ? {} : jsonOf(result)),
    refusal: (error) => {
      const type = dialect.errorNamespace === undefined ? error.code : `${dialect.errorNamespace}#${error.code}`;
      const queryError = dialect.queryCode && `${dialect.queryCode(error.code)};${error.status >= 500 ? 'Receiver' : 'Sender'}`;
      // AWS writes "Message" in some services and "message" in others; the SDK reads both.
      return answer(
        error.status,
        { __type: type, ...error.details, message: error.message },
        { 'x-amzn-errortype': error.code, ...(queryError !== undefined && { 'x-amzn-query-error': queryError }) },
      );
    },
  };
}

function parsedObject(text: string): object | undefined {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function jsonOf(value: XmlObject): object {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, jsonValue(item)]));
}

function jsonValue(value: XmlValue): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(jsonValue);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, jsonValue(item)]));
  return typeof value === 'object' ? jsonOf(value as XmlObject) : value;
}
