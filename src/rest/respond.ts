import { exactJson } from './crest/exact-json.ts';
import { indentedJson, indentedStream } from './crest/indented-json.ts';
import type { Answer } from './requests/answer.ts';

/** Makes the response of an answer. */
export function responseOf(
  { status, json, stream, content, headers }: Answer,
  { request, url, requestId }: { readonly request: Request; readonly url: URL; readonly requestId: string },
): Response {
  const all: Record<string, string> = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff', 'X-Request-Id': requestId };
  const pretty = url.search !== '' && url.searchParams.get('_prettyPrint') === 'true';
  const body = stream ?? content ?? (json === undefined ? null : pretty ? indentedJson(exactJson(json)) : exactJson(json));
  if (body !== null) all['Content-Type'] = 'application/json';
  Object.assign(all, headers);
  if (request.method !== 'HEAD') return new Response(stream && pretty ? indentedStream(stream) : body, { status, headers: all });
  // The search ends; how it ends is nobody's concern any more.
  stream?.cancel().catch(() => {});
  return new Response(null, { status, headers: all });
}
