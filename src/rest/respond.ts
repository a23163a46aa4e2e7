import { exactJson, indentedJson } from './crest/exact-json.ts';
import type { Answer } from './requests/answer.ts';

/** Makes the response of an answer. */
export function responseOf(
  { status, json, stream, content, headers }: Answer,
  { request, url, requestId }: { readonly request: Request; readonly url: URL; readonly requestId: string },
): Response {
  const all: Record<string, string> = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff', 'X-Request-Id': requestId };
  const body = stream ?? content ?? (json === undefined ? null : jsonText(json, url));
  if (body !== null) all['Content-Type'] = 'application/json';
  Object.assign(all, headers);
  if (request.method !== 'HEAD') return new Response(body, { status, headers: all });
  // The search ends; how it ends is nobody's concern any more.
  stream?.cancel().catch(() => {});
  return new Response(null, { status, headers: all });
}

function jsonText(json: unknown, url: URL): string {
  const text = exactJson(json);
  return url.search !== '' && url.searchParams.get('_prettyPrint') === 'true' ? indentedJson(text) : text;
}
