type Json = Readonly<Record<string, unknown>>;

const meanings: Readonly<Record<number, string>> = {
  400: 'The request is wrong; the message says where.',
  401: 'Who calls did not say who they are, or not rightly.',
  403: 'Who calls, or the connector, may not do this.',
  404: 'There is no such object.',
  405: 'The method is not supported.',
  412: 'The object is not in the state that the request demands, or exists already.',
  413: 'The body is too long.',
  415: 'The body is not JSON.',
  428: 'The system demands a revision.',
  429: 'Too many requests; Retry-After says when to come back.',
  500: 'The connector or the gateway failed.',
  501: 'The system does not offer this.',
  503: 'The system cannot be reached now.',
  507: 'A quota of the system is used up.',
};

/** What the server answers before the gateway sees anything: without a body. */
const ofServer: Readonly<Record<number, Json>> = {
  408: { description: 'The request took too long to arrive.' },
  431: { description: 'The headers are too long.' },
};

const failure = (status: number | string) => answer(meanings[Number(status)] ?? '', { $ref: '#/components/schemas/Error' });

/** The answers that any request below `system` may get. CREST's error body. */
export const failures: Json = { ...Object.fromEntries(Object.keys(meanings).map((status) => [status, failure(status)])), ...ofServer };

/** The answers that a request may get for which nothing counts but who calls. */
export const callerFailures: Json = { ...Object.fromEntries([401, 403, 429, 500, 503].map((status) => [status, failure(status)])), ...ofServer };

/**
 * An answer with a JSON body.
 *
 * @param examples  Bodies, by name.
 */
export function answer(description: string, schema: Json, examples: Json = {}): Json {
  const named = Object.entries(examples).map(([name, value]) => [name, { value }]);
  return { description, content: { 'application/json': { schema, ...(named.length > 0 && { examples: Object.fromEntries(named) }) } } };
}
