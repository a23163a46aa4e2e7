import type { Account } from './account.ts';
import { malformedPolicy } from './api-error.ts';

/** One statement of a policy, read as far as this account needs it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const VERSIONS = new Set(['2012-10-17', '2008-10-17']);
const ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition']);
/** What an `AWS` principal may look like: anyone, an account, or an ARN of IAM or STS. AWS: policy element Principal. */
const PRINCIPAL = /^(\*|\d{12}|arn:aws(-cn|-us-gov)?:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/.+))$/;

const TOP_ELEMENTS = new Set(['Version', 'Id', 'Statement']);
/** AWS: policy element Condition, operators */
const OPERATOR =
  /^(For(AnyValue|AllValues):)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?$/;

const syntaxError = () => malformedPolicy('Syntax errors in policy.');
/** AWS's words for what is well-formed and still makes no sense. */
export const legacyParsing = () => malformedPolicy('The policy failed legacy parsing');

/** Checks the document of a trust policy, and that the principals of this account which it names are there. @throws MalformedPolicyDocument */
export function checkTrustPolicy(account: Account, document: string): void {
  for (const statement of statementsOf(document)) {
    if (statement.Resource !== undefined) throw malformedPolicy('Has prohibited field Resource');
    const { Principal: principal } = statement;
    if (principal === undefined) throw malformedPolicy('Missing required field Principal cannot be empty!');
    if (!isObject(principal)) {
      if (principal !== '*') throw malformedPolicy(`Invalid principal in policy: ${JSON.stringify(principal)}`);
      continue;
    }
    for (const name of strings(principal.AWS)) {
      if (!PRINCIPAL.test(name) || !principalExists(account, name)) {
        throw malformedPolicy(`Invalid principal in policy: "AWS":"${name}"`);
      }
    }
    for (const name of strings(statement.Action)) {
      if (name !== '*' && !name.startsWith('sts:')) throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
}

/** Reads the statements of a document. @throws MalformedPolicyDocument */
export function statementsOf(document: string): readonly Statement[] {
  return policyOf(document).statements;
}

/** Reads a document: its version, and its statements. @throws MalformedPolicyDocument */
export function policyOf(document: string): { readonly version: string | undefined; readonly statements: readonly Statement[] } {
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
  if (!isObject(policy) || Object.keys(policy).some((name) => !TOP_ELEMENTS.has(name))) throw syntaxError();
  const version = policy.Version;
  if (version !== undefined && (typeof version !== 'string' || !VERSIONS.has(version))) throw syntaxError();
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  if (statements.length === 0 || !statements.every(isStatement)) throw syntaxError();
  for (const statement of statements) {
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw legacyParsing();
    if (strings(statement.Action ?? statement.NotAction).length === 0) throw malformedPolicy('Policy statement must contain actions.');
  }
  return { version, statements };
}

/** What a policy may write as one text or a list of them. */
export function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The length that counts against a quota: white space does not. AWS: IAM quotas, character limits. */
export function countedLength(document: string): number {
  return document.replace(/\s/g, '').length;
}

/** A document as IAM puts it in answers: percent-encoded. RFC 3986. */
export function encodedDocument(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function isStatement(value: unknown): value is Statement {
  if (!isObject(value) || Object.keys(value).some((name) => !ELEMENTS.has(name))) return false;
  const { Effect: effect, Condition: condition, Sid: sid } = value;
  return (
    // In another case it is no error of syntax, but of what AWS calls legacy parsing.
    typeof effect === 'string' &&
    /^(allow|deny)$/i.test(effect) &&
    (sid === undefined || typeof sid === 'string') &&
    (value.Action === undefined || value.NotAction === undefined) &&
    (value.Resource === undefined || value.NotResource === undefined) &&
    [value.Action, value.NotAction, value.Resource, value.NotResource].every(isTextOrTexts) &&
    (condition === undefined || isCondition(condition))
  );
}

function isTextOrTexts(value: unknown): boolean {
  return value === undefined || typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}

function isCondition(value: unknown): boolean {
  return isObject(value) && Object.entries(value).every(([operator, keys]) => OPERATOR.test(operator) && isObject(keys));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Users and roles of this account are looked for; what other accounts hold cannot be known here. */
function principalExists(account: Account, name: string): boolean {
  const [, , , , accountId, resource = ''] = name.split(':');
  if (accountId !== account.id) return true;
  const kind = resource.slice(0, resource.indexOf('/'));
  const entityName = resource.slice(resource.lastIndexOf('/') + 1);
  const table = kind === 'user' ? account.users : kind === 'role' ? account.roles : undefined;
  if (!table) return true;
  const entity = table.get(entityName);
  return entity !== undefined && account.arn(kind === 'user' ? 'user' : 'role', entity.path, entity.name) === name;
}
