import type { Problem } from '../../../model/errors.ts';
import type { Static } from '../../../model/json-schema.ts';
import type { configuration } from '../configuration.ts';
import { parseProxyUrl } from '../settings/connection-setting.ts';
import { parseNetwork } from '../transport/no-proxy.ts';
import type { AwsService } from '../transport/service-actions.ts';

type Given = Static<typeof configuration>;

const services: readonly string[] = ['iam', 'sts', 'organizations', 'cloudtrail', 'sqs', 'ec2'] satisfies readonly AwsService[];

/**
 * What the settings of proxy and endpoints demand of each other.
 *
 * @example
 * connectionProblems({ ...defaults, proxyHost: 'proxy' })[0]?.path;  // 'proxyPort'
 */
export function connectionProblems(given: Given): Problem[] {
  return [...proxyProblems(given), ...noProxyProblems(given), ...endpointProblems(given)];
}

function proxyProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  const url = given.proxyHostPort;
  const address = url === undefined ? undefined : parseProxyUrl(url);
  if (url !== undefined && address === undefined) {
    // What was found is not shown: people write the password into this URL.
    problems.push({
      path: 'proxyHostPort',
      message: 'must be http://host:port with nothing more; a user and a password go into proxyUsername and proxyPassword',
    });
  }
  if (given.proxyHost !== undefined && !/^[\w.:[\]-]+$/.test(given.proxyHost)) {
    problems.push({ path: 'proxyHost', message: 'must be a host name or an address, without "http://", port, user or password' });
  }
  if (address !== undefined && given.proxyHost !== undefined && given.proxyHost !== address.host && given.proxyHost !== `[${address.host}]`) {
    problems.push({
      path: 'proxyHostPort',
      message: `names another host ("${address.host}") than proxyHost ("${given.proxyHost}"): give one of them`,
    });
  }
  if (address !== undefined && given.proxyPort !== undefined && given.proxyPort !== address.port) {
    problems.push({ path: 'proxyHostPort', message: `names another port (${address.port}) than proxyPort (${given.proxyPort}): give one of them` });
  }
  if (url === undefined && given.proxyHost !== undefined && given.proxyPort === undefined) {
    problems.push({ path: 'proxyPort', message: 'is missing: proxyHost needs its port (1 to 65535)' });
  }
  if (url === undefined && given.proxyHost === undefined) {
    for (const name of ['proxyPort', 'proxyUsername', 'proxyPassword', 'noProxy'] as const) {
      if (given[name] !== undefined) problems.push({ path: name, message: 'is set without proxyHost: give the proxy’s host, or leave it out' });
    }
  }
  if (given.proxyPassword !== undefined && given.proxyUsername === undefined) {
    problems.push({ path: 'proxyUsername', message: 'is missing: proxyPassword needs the user it belongs to' });
  }
  return problems;
}

/** What is in `noProxy` that nothing can match. */
function noProxyProblems(given: Given): Problem[] {
  return (given.noProxy ?? []).flatMap((entry, index) => {
    if (entry === '*' || parseNetwork(entry) !== undefined || /^(\*?\.)?[\w:[\]-]+(\.[\w-]+)*(:\d{1,5})?$/.test(entry)) return [];
    const message = `must be a host, a suffix such as *.example.org, an address or a network such as 10.0.0.0/8 (got "${withoutUser(entry)}")`;
    return [{ path: `noProxy[${index}]`, message }];
  });
}

function endpointProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  const all = [
    ...(['endpoint', 'stsEndpoint'] as const).map((name) => [name, given[name]] as const),
    ...Object.entries(given.endpoints ?? {}).map(([service, text]) => [`endpoints.${service}`, text] as const),
  ];
  for (const [path, text] of all) {
    if (text === undefined) continue;
    const service = /^endpoints\.(.*)$/s.exec(path)?.[1];
    if (service !== undefined && !services.includes(service)) problems.push({ path, message: `is for no service: they are ${services.join(', ')}` });
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
      problems.push({ path, message: `must be a URL that begins with https:// or http:// (got "${withoutUser(text)}")` });
    } else if (url.username !== '' || url.password !== '') {
      problems.push({ path, message: 'must not carry a user or a password' });
    } else if (url.search !== '' || url.hash !== '') {
      problems.push({ path, message: `must end before "?" and "#" (got "${text}")` });
    }
    for (const name of ['useFipsEndpoint', 'useDualstackEndpoint'] as const) {
      if (given[name]) problems.push({ path: name, message: `is set beside ${path}: it chooses among AWS’s own endpoints` });
    }
  }
  return problems;
}

const withoutUser = (text: string) => text.replace(/\/\/[^/]*@/, '//…@');
