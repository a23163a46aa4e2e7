import type { Problem } from '../../../model/errors.ts';
import type { Static } from '../../../model/json-schema.ts';
import type { configuration } from '../configuration.ts';
import { credentialSourceOf } from '../settings/credential-setting.ts';
import { awsPartitions, partitionOf } from '../transport/partitions.ts';

type Given = Static<typeof configuration>;

/** How long AWS lets a session last that was made with the credentials of a role, in seconds. AWS: IAM user guide, role chaining. */
const longestInChain = 3600;

/** The settings that only assuming a role uses. */
const ofRoles = ['externalId', 'sourceIdentity', 'sessionTags', 'transitiveTagKeys', 'sessionPolicy', 'sessionPolicyArns'] as const;

/**
 * What the settings of roles demand of each other. AWS: STS, AssumeRole.
 *
 * @example
 * roleProblems({ ...defaults, roleChain: ['arn:aws:iam::123456789012:role/hub'] })[0]?.path;  // 'roleArn'
 */
export function roleProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  const severalAccounts = given.accounts !== undefined || given.discoverAccounts;
  if (given.roleArn === undefined && !severalAccounts) {
    for (const name of ofRoles) {
      if (given[name] !== undefined)
        problems.push({ path: name, message: 'is set without roleArn, accounts or discoverAccounts: only assuming a role uses it' });
    }
  }
  if (given.roleChain !== undefined && given.roleArn === undefined) problems.push({ path: 'roleArn', message: 'is missing: roleChain leads to it' });
  return [...problems, ...partitionProblems(given), ...durationProblems(given, severalAccounts), ...tagProblems(given), ...policyProblems(given)];
}

function partitionProblems(given: Given): Problem[] {
  const ofRegion = partitionOf(given.region).name;
  const problems: Problem[] = [];
  (given.roleChain ?? []).forEach((arn, index) => {
    const partition = arn.split(':')[1];
    if (given.roleArn !== undefined && partition !== given.roleArn.split(':')[1])
      problems.push({ path: `roleChain[${index}]`, message: `is in partition ${partition}, roleArn in another: no role reaches across` });
  });
  const ofRole = given.roleArn?.split(':')[1];
  // The region of a ready client is not known yet.
  if (ofRole !== undefined && ofRole !== ofRegion && (given.iamClient === undefined || given.region !== 'aws-global')) {
    const example = awsPartitions.find(({ name }) => name === ofRole)?.iamRegion;
    const right = `give a region of ${ofRole}${example === undefined ? '' : `, such as ${example}`}`;
    problems.push({ path: 'region', message: `"${given.region}" is in partition ${ofRegion}, roleArn in ${ofRole}: ${right}` });
  }
  return problems;
}

function durationProblems(given: Given, severalAccounts: boolean): Problem[] {
  const hops = [...(given.roleChain ?? []), ...(given.roleArn === undefined ? [] : ['roleArn']), ...(severalAccounts ? ['accountRole'] : [])].length;
  if (hops < 2 || given.credentialsExpiration <= longestInChain) return [];
  const why = 'a role assumed with the credentials of another role has sessions of an hour at most, whatever its maximum session duration';
  return [{ path: 'credentialsExpiration', message: `must be at most ${longestInChain} (got ${given.credentialsExpiration}): ${why}` }];
}

function tagProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  const tags = Object.entries(given.sessionTags ?? {});
  if (tags.length > 50) problems.push({ path: 'sessionTags', message: `has ${tags.length} tags: AWS allows 50` });
  for (const [key, value] of tags) {
    if (key.length < 1 || key.length > 128 || value.length > 256)
      problems.push({ path: `sessionTags.${key}`, message: 'must have a key of 1 to 128 characters and a value of at most 256' });
  }
  (given.transitiveTagKeys ?? []).forEach((key, index) => {
    if (!tags.some(([name]) => name === key)) problems.push({ path: `transitiveTagKeys[${index}]`, message: `"${key}" is not a key of sessionTags` });
  });
  // The claims of the token say both.
  const webOnly = credentialSourceOf(given) === 'webIdentity' && given.webIdentityTokenFile !== undefined;
  for (const name of ['sourceIdentity', 'sessionTags'] as const) {
    if (webOnly && given[name] !== undefined)
      problems.push({ path: name, message: 'cannot be given with webIdentityTokenFile: AWS takes it from the claims of the token' });
  }
  return problems;
}

function policyProblems(given: Given): Problem[] {
  const text = given.sessionPolicy;
  if (text === undefined) return [];
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return [];
  } catch {
    return [{ path: 'sessionPolicy', message: 'is no JSON: it must be a policy document' }];
  }
  return [{ path: 'sessionPolicy', message: 'has no Statement: it must be a policy document' }];
}
