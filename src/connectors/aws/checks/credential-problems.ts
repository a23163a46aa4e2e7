import type { Problem } from '../../../model/errors.ts';
import type { Static } from '../../../model/json-schema.ts';
import type { Secret } from '../../../model/secret.ts';
import type { configuration } from '../configuration.ts';
import { credentialSourceOf } from '../settings/credential-setting.ts';

type Given = Static<typeof configuration>;

/** The settings that each name a source of credentials, as far as they are given. */
export function credentialSources(given: Partial<Given>): readonly (keyof Given)[] {
  const key = given.accessKeyId === undefined && given.clientKey !== undefined ? 'clientKey' : 'accessKeyId';
  const implied = given.webIdentityTokenFile === undefined ? 'profile' : 'webIdentityTokenFile';
  return [
    ...((given.accessKeyId ?? given.clientKey) === undefined ? [] : [key as keyof Given]),
    ...(given.useDefaultCredentials ? (['useDefaultCredentials'] as const) : []),
    ...(given.credentials === undefined ? [] : (['credentials'] as const)),
    ...(given.iamClient === undefined ? [] : (['iamClient'] as const)),
    ...(given.credentialSource === undefined
      ? credentialSourceOf(given) === undefined
        ? []
        : [implied as keyof Given]
      : (['credentialSource'] as const)),
  ];
}

/**
 * What is wrong with the sources of credentials: none, two, or one of which a part is missing.
 *
 * @example
 * credentialProblems({ ...defaults, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })[0]?.path;  // 'secretKey'
 */
export function credentialProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  const key = given.accessKeyId ?? given.clientKey;
  const secret = given.secretKey ?? given.secretAccessKey ?? given.clientSecret;
  const sources = credentialSources(given);

  if (sources.length === 0) {
    problems.push({
      path: 'accessKeyId',
      message:
        'is missing: give accessKeyId and secretKey, or say by credentialSource, useDefaultCredentials, credentials or iamClient where they are',
    });
    if (secret === undefined) problems.push({ path: 'secretKey', message: 'is missing: it belongs to accessKeyId' });
  }
  for (const name of sources.slice(1)) {
    problems.push({ path: name, message: `is set beside ${sources[0]}: keep one of them, they are different sources of credentials` });
  }
  if (key !== undefined && secret === undefined) problems.push({ path: 'secretKey', message: 'is missing: accessKeyId needs its secret' });
  if (key === undefined) {
    const alone = (['secretKey', 'secretAccessKey', 'clientSecret'] as const).find((name) => given[name] !== undefined);
    if (alone !== undefined && sources.length > 0) problems.push({ path: alone, message: 'is set without accessKeyId: give both or neither' });
    if (given.sessionToken !== undefined)
      problems.push({ path: 'sessionToken', message: 'is set without accessKeyId: it belongs to a temporary key and its secret' });
  }
  if (given.accessKeyId !== undefined && given.clientKey !== undefined && given.accessKeyId !== given.clientKey) {
    problems.push({ path: 'clientKey', message: 'is another name for accessKeyId and has another value: give one of them' });
  }
  for (const name of ['secretAccessKey', 'clientSecret'] as const) {
    if (differ(given.secretKey ?? given.secretAccessKey, given[name]))
      problems.push({ path: name, message: 'is another name for secretKey and has another value: give one of them' });
  }
  return [...problems, ...sourceProblems(given)];
}

/** What each `credentialSource` needs, and what belongs to another one. */
function sourceProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  const source = credentialSourceOf(given);
  const byProfile = source === 'profile' || source === 'sso' || source === 'process';
  if (given.profile !== undefined && !byProfile)
    problems.push({ path: 'profile', message: `is set beside credentialSource "${source}", which has no profile` });
  if (given.sharedConfigFile !== undefined && !byProfile)
    problems.push({ path: 'sharedConfigFile', message: 'is set without a profile: it is the file that the profile is in' });
  if (given.webIdentityTokenFile !== undefined && source !== 'webIdentity')
    problems.push({ path: 'webIdentityTokenFile', message: `is set beside credentialSource "${source}", which has no token` });
  if (given.webIdentityTokenFile !== undefined && source === 'webIdentity' && given.roleArn === undefined)
    problems.push({ path: 'roleArn', message: 'is missing: the token of webIdentityTokenFile assumes it' });
  return problems;
}

const differ = (a: Secret | undefined, b: Secret | undefined) => a !== undefined && b !== undefined && a !== b && !a.equals(b);
