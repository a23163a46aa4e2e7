import { ApiError, malformedPolicy } from './api-error.ts';
import { legacyParsing, policyOf, type Statement, strings } from './policy-document.ts';

/** What a resource of IAM's begins with. AWS: actions, resources, and condition keys for IAM */
const IAM_RESOURCES = [
  ...['user/', 'federated-user/', 'role/', 'group/', 'instance-profile/', 'mfa/', 'server-certificate/', 'policy/', 'sms-mfa/'],
  ...['saml-provider/', 'oidc-provider/', 'report/', 'access-report/'],
];

/**
 * Checks the document of a policy that is given to users, groups and roles, in AWS's order: one fault is told, the first.
 *
 * The order and the words were measured by moto's authors against AWS (moto: tests/test_iam/test_iam_policies.py).
 *
 * @param managed  Whether it is a managed policy: only these must say version 2012-10-17.
 * @throws MalformedPolicyDocument
 */
export function checkIdentityPolicy(document: string, managed = false): void {
  const { version, statements } = read(document);
  if (managed && version !== '2012-10-17') throw malformedPolicy('Policy document must be version 2012-10-17 or greater.');
  for (const statement of statements) refuseBadDates(statement);
  const ids = statements.flatMap((statement) => (statement.Sid ? [statement.Sid] : []));
  if (new Set(ids).size < ids.length) throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
  for (const statement of statements) {
    for (const resource of strings(statement.Resource ?? statement.NotResource)) refuseBadResource(resource);
  }
  for (const statement of statements) {
    for (const name of strings(statement.Action ?? statement.NotAction)) refuseBadAction(name);
  }
  for (const statement of statements) {
    if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
      throw malformedPolicy('Policy document should not specify a principal.');
    }
    if (strings(statement.Resource ?? statement.NotResource).length === 0) throw malformedPolicy('Policy statement must contain resources.');
  }
}

/** Text that is no JSON is an error of syntax here, while trust policies have words of their own for it. */
function read(document: string): ReturnType<typeof policyOf> {
  try {
    return policyOf(document);
  } catch (error) {
    if (error instanceof ApiError && error.message.endsWith('invalid Json')) throw malformedPolicy('Syntax errors in policy.');
    throw error;
  }
}

function refuseBadDates({ Condition: condition = {} }: Statement): void {
  for (const [operator, keys] of Object.entries(condition)) {
    if (!/^(For\w+:)?Date/.test(operator)) continue;
    for (const value of Object.values(keys).flatMap(strings)) {
      if (!/^\d+$/.test(value) && Number.isNaN(Date.parse(value))) throw legacyParsing();
    }
  }
}

function refuseBadResource(resource: string): void {
  if (resource === '*') return;
  const [first, partition = '', service, region, , ...rest] = resource.split(':');
  if (first === resource) throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
  if (!/^(\*|aws(-[a-z]+)*)$/.test(partition)) {
    const [vendor = '*', place = '*', owner = '*', ...names] = resource.split(':').slice(2);
    const arn = `arn:${partition}:${vendor || '*'}:${place}:${owner}:${names.join(':') || '*'}`;
    throw malformedPolicy(`Partition "${partition}" is not valid for resource "${arn}".`);
  }
  if (service === undefined) throw malformedPolicy('Resource vendor must be fully qualified and cannot contain regexes.');
  if (service === '' || (resource.split(':').length < 6 && resource.includes('::'))) throw legacyParsing();
  if (service !== 'iam') return;
  if (region) throw malformedPolicy(`IAM resource ${resource} cannot contain region information.`);
  const path = rest.join(':');
  if (path !== '*' && !IAM_RESOURCES.some((start) => path.startsWith(start))) {
    throw malformedPolicy(`IAM resource path must either be "*" or start with ${IAM_RESOURCES.join(', ')}.`);
  }
}

function refuseBadAction(name: string): void {
  const [vendor = '', ...rest] = name.split(':');
  if (name === '*') return;
  if (rest.length === 0) throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  if (rest.length > 1) throw malformedPolicy('Actions/Condition can contain only one colon.');
  if (/[^a-zA-Z0-9\-.]/.test(vendor) && vendor !== '*') throw malformedPolicy(`Vendor ${vendor} is not valid`);
}
