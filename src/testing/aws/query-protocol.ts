import type { ApiError } from './api-error.ts';
import { type XmlObject, xmlContent, xmlElement } from './xml.ts';

/** A service served at the endpoint. */
export type ServiceName = 'iam' | 'sts';

const SERVICES: Readonly<Record<ServiceName, { readonly namespace: string; readonly version: string }>> = {
  iam: { namespace: 'https://iam.amazonaws.com/doc/2010-05-08/', version: '2010-05-08' },
  sts: { namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', version: '2011-06-15' },
};

/** The version a request to `service` must name. */
export function versionOf(service: ServiceName): string {
  return SERVICES[service].version;
}

/** The parameters of one request; lists are flat on the wire (`Tags.member.1.Key`). AWS: query protocol. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** Reads a form; when a name comes twice the last one counts. */
  static fromForm(form: string): Parameters {
    return new Parameters(new Map(new URLSearchParams(form)));
  }

  /** The text of a parameter, or `undefined` when the request does not have it. */
  text(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** How many members a list has, or `undefined` when the request does not have it; `Tags=` is an empty list. */
  memberCount(name: string): number | undefined {
    const prefix = `${name}.member.`;
    let count: number | undefined = this.#values.has(name) ? 0 : undefined;
    for (const key of this.#values.keys()) {
      if (!key.startsWith(prefix)) continue;
      const index = Number.parseInt(key.slice(prefix.length), 10);
      if (index >= 1 && index <= 1000) count = Math.max(count ?? 0, index);
    }
    return count;
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }
}

/** Writes a successful answer; an action without a result has no `…Result` element. */
export function renderAnswer(service: ServiceName, action: string, result: XmlObject | undefined, requestId: string): string {
  const body = result === undefined ? '' : `<${action}Result>${xmlContent(result)}</${action}Result>`;
  const metadata = `<ResponseMetadata>${xmlElement('RequestId', requestId)}</ResponseMetadata>`;
  return `<${action}Response xmlns="${SERVICES[service].namespace}">${body}${metadata}</${action}Response>`;
}

/** Writes a refusal. */
export function renderError(service: ServiceName, error: ApiError, requestId: string): string {
  const detail = xmlContent({
    Error: { Type: error.status >= 500 ? 'Receiver' : 'Sender', Code: error.code, Message: error.message },
    RequestId: requestId,
  });
  return `<ErrorResponse xmlns="${SERVICES[service].namespace}">${detail}</ErrorResponse>`;
}
