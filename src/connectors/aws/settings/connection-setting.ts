import { isIPv6 } from 'node:net';
import type { Static } from '../../../model/json-schema.ts';
import type { Secret } from '../../../model/secret.ts';
import type { configuration } from '../configuration.ts';
import type { AwsService } from '../transport/service-actions.ts';

/** The HTTP proxy to go through. */
export interface ProxySetting {
  /** Name or address, an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  /** What is reached without it: hosts, suffixes, addresses, networks. */
  readonly bypass: readonly string[];
}

/**
 * The proxy of a configuration, under whichever name it is given.
 *
 * @example
 * proxyOf({ ...defaults, proxyHostPort: 'http://[::1]:3128' })?.host;  // '::1'
 */
export function proxyOf(given: Static<typeof configuration>): ProxySetting | undefined {
  const address = given.proxyHostPort === undefined ? undefined : parseProxyUrl(given.proxyHostPort);
  const host = given.proxyHost === undefined ? address?.host : bare(given.proxyHost);
  const port = given.proxyPort ?? address?.port;
  if (host === undefined || port === undefined) return undefined;
  return { host, port, username: given.proxyUsername, password: given.proxyPassword, bypass: given.noProxy ?? [] };
}

/** The URL to call instead of AWS's own, by service; a service of its own in `endpoints` comes first. */
export function endpointsOf(given: Static<typeof configuration>): Readonly<Record<AwsService, string | undefined>> {
  const { endpoint, stsEndpoint, endpoints = {} } = given;
  const of = (service: AwsService) => endpoints[service] ?? endpoint;
  return {
    iam: of('iam'),
    sts: endpoints.sts ?? stsEndpoint ?? endpoint,
    organizations: of('organizations'),
    cloudtrail: of('cloudtrail'),
    sqs: of('sqs'),
    ec2: of('ec2'),
  };
}

/**
 * Host and port of a proxy written as `http://host:port`, or `undefined` when it is not that: another scheme, a path, credentials.
 *
 * @example
 * parseProxyUrl('http://proxy.example.org:3128');  // { host: 'proxy.example.org', port: 3128 }
 */
export function parseProxyUrl(text: string): { readonly host: string; readonly port: number } | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return undefined;
  return { host: bare(url.hostname), port: url.port === '' ? 80 : Number(url.port) };
}

/** Node wants IPv6 addresses without the brackets that URLs need. */
function bare(host: string): string {
  const inside = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return isIPv6(inside) ? inside : host;
}
