import { BlockList, isIP } from 'node:net';

/**
 * Whether a host is reached without the proxy.
 *
 * An entry is `*`, a host, a suffix (`.example.org`, `*.example.org`: what is below it), an address or a network (`10.0.0.0/8`), each but a
 * network with a port behind it or without. Names are compared without regard to case; networks are for addresses, no name is resolved.
 *
 * @example
 * const direct = noProxy(['*.internal', '10.0.0.0/8']);
 * direct('iam.internal', 443);  // true
 */
export function noProxy(entries: readonly string[]): (host: string, port: number) => boolean {
  const networks = new BlockList();
  const names: { readonly name: string; readonly port: number | undefined }[] = [];
  for (const entry of entries) {
    const network = parseNetwork(entry);
    if (network) networks.addSubnet(network.address, network.prefix, network.family);
    else names.push(parseName(entry));
  }
  return (given, port) => {
    const host = bare(given);
    const family = isIP(host);
    if (family !== 0 && networks.check(host, family === 6 ? 'ipv6' : 'ipv4')) return true;
    return names.some((entry) => (entry.port === undefined || entry.port === port) && matches(entry.name, host));
  };
}

/**
 * The network that an entry such as `10.0.0.0/8` names; `undefined` when it is none.
 *
 * @example
 * parseNetwork('10.0.0.0/8')?.prefix;  // 8
 */
export function parseNetwork(entry: string): { readonly address: string; readonly prefix: number; readonly family: 'ipv4' | 'ipv6' } | undefined {
  const [, address = '', length = ''] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = isIP(address);
  const prefix = Number(length);
  if (family === 0 || prefix > (family === 6 ? 128 : 32)) return undefined;
  return { address, prefix, family: family === 6 ? 'ipv6' : 'ipv4' };
}

function parseName(entry: string): { readonly name: string; readonly port: number | undefined } {
  if (isIP(entry)) return { name: entry.toLowerCase(), port: undefined };
  const [, name = entry, port] = /^(.+?)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  return { name: bare(name), port: port === undefined ? undefined : Number(port) };
}

function matches(name: string, host: string): boolean {
  if (name === '*') return true;
  const suffix = name.startsWith('*.') ? name.slice(1) : name;
  return suffix.startsWith('.') ? host.endsWith(suffix) : suffix === host;
}

const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
