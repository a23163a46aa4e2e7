import type { Problem } from '../../model/errors.ts';
import type { Static } from '../../model/json-schema.ts';
import type { Secret } from '../../model/secret.ts';
import { accountProblems } from './checks/account-problems.ts';
import { syncProblems } from './checks/sync-problems.ts';
import { userProblems } from './checks/user-problems.ts';
import type { configuration } from './configuration.ts';
import { parseProxyUrl } from './settings.ts';
import { awsPartitions, partitionOf } from './transport/partitions.ts';

type Given = Static<typeof configuration>;

/**
 * The problems that no schema can see: what one setting of `aws` demands of another. All of them at once; reads no file and calls nobody.
 *
 * @param given  The configuration once the schema has nothing against it.
 * @returns One problem per setting concerned, saying what would be right; an empty list when all is well. Never a secret.
 *
 * @example
 * checkConfiguration({ ...defaults, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
 * // [{ path: 'secretKey', message: 'is missing: accessKeyId needs its secret' }]
 */
export function checkConfiguration(given: Given): Problem[] {
  return [
    ...credentialProblems(given),
    ...roleProblems(given),
    ...accountProblems(given),
    ...proxyProblems(given),
    ...endpointProblems(given),
    ...userProblems(given),
    ...syncProblems(given),
  ];
}

function credentialProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  const secret = given.secretKey ?? given.secretAccessKey;
  const sources = [
    given.accessKeyId === undefined ? undefined : 'accessKeyId',
    given.useDefaultCredentials ? 'useDefaultCredentials' : undefined,
    given.credentials === undefined ? undefined : 'credentials',
  ].filter((name) => name !== undefined);

  if (sources.length === 0) {
    problems.push({
      path: 'accessKeyId',
      message: 'is missing: give accessKeyId and secretKey, or set useDefaultCredentials, or give a provider as credentials',
    });
    if (secret === undefined) problems.push({ path: 'secretKey', message: 'is missing: it belongs to accessKeyId' });
  }
  for (const name of sources.slice(1)) {
    problems.push({ path: name, message: `is set beside ${sources[0]}: keep one of them, they are different sources of credentials` });
  }
  if (given.accessKeyId !== undefined && secret === undefined)
    problems.push({ path: 'secretKey', message: 'is missing: accessKeyId needs its secret' });
  if (given.accessKeyId === undefined) {
    const alone = given.secretKey === undefined ? 'secretAccessKey' : 'secretKey';
    if (secret !== undefined && sources.length > 0) problems.push({ path: alone, message: 'is set without accessKeyId: give both or neither' });
    if (given.sessionToken !== undefined)
      problems.push({ path: 'sessionToken', message: 'is set without accessKeyId: it belongs to a temporary key and its secret' });
  }
  if (differ(given.secretKey, given.secretAccessKey)) {
    problems.push({ path: 'secretAccessKey', message: 'is another name for secretKey and has another value: give one of them' });
  }
  return problems;
}

function roleProblems(given: Given): Problem[] {
  if (given.roleArn === undefined) {
    return given.externalId === undefined || assumesRoles(given)
      ? []
      : [{ path: 'externalId', message: 'is set without roleArn, accounts or discoverAccounts: only assuming a role uses it' }];
  }
  const ofRole = given.roleArn.split(':')[1] ?? 'aws';
  const ofRegion = partitionOf(given.region).name;
  if (ofRole === ofRegion) return [];
  const example = awsPartitions.find(({ name }) => name === ofRole)?.iamRegion;
  return [
    {
      path: 'region',
      message: `"${given.region}" is in partition ${ofRegion}, roleArn in ${ofRole}: give a region of ${ofRole}${example === undefined ? '' : `, such as ${example}`}`,
    },
  ];
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
    for (const name of ['proxyPort', 'proxyUsername', 'proxyPassword'] as const) {
      if (given[name] !== undefined) problems.push({ path: name, message: 'is set without proxyHost: give the proxy’s host, or leave it out' });
    }
  }
  if (given.proxyPassword !== undefined && given.proxyUsername === undefined) {
    problems.push({ path: 'proxyUsername', message: 'is missing: proxyPassword needs the user it belongs to' });
  }
  return problems;
}

function endpointProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  for (const name of ['endpoint', 'stsEndpoint'] as const) {
    const text = given[name];
    if (text === undefined) continue;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
      problems.push({ path: name, message: `must be a URL that begins with https:// or http:// (got "${withoutUser(text)}")` });
    } else if (url.username !== '' || url.password !== '') {
      problems.push({ path: name, message: 'must not carry a user or a password' });
    } else if (url.search !== '' || url.hash !== '') {
      problems.push({ path: name, message: `must end before "?" and "#" (got "${text}")` });
    }
  }
  return problems;
}

const assumesRoles = (given: Given) => given.roleArn !== undefined || given.accounts !== undefined || given.discoverAccounts;

const differ = (a: Secret | undefined, b: Secret | undefined) => a !== undefined && b !== undefined && !a.equals(b);

const withoutUser = (text: string) => text.replace(/\/\/[^/]*@/, '//…@');
