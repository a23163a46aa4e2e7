/** What a curl command sends. */
export interface CurlRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** The words of a shell command: quotes and continued lines, as sh has them. */
function words(command: string): string[] {
  const found: string[] = [];
  for (const [, single, double, plain] of command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|"((?:\\.|[^"])*)"|([^\s'"]+)/g))
    found.push(single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? plain ?? '');
  return found;
}

/** Reads a curl command with the options that the page has; any other one is an error, lest a part of the command be passed over. */
export function curlRequest(command: string): CurlRequest {
  const [program, ...rest] = words(command);
  if (program !== 'curl') throw new Error(`not a curl command: ${program}`);
  const headers = new Headers();
  let method: string | undefined;
  let body: string | undefined;
  let url: string | undefined;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] as string;
    if (word === '--header') {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(rest[++at] ?? '') ?? [];
      headers.append(name, value);
    } else if (word === '--request') method = rest[++at];
    else if (word === '--data') body = rest[++at];
    else if (word.startsWith('-')) throw new Error(`unknown option ${word}`);
    else url = word;
  }
  if (url === undefined) throw new Error('no URL');
  return { url, method: method ?? 'GET', headers, body };
}
