import { ConnectorError, type Problem } from '../../../model/errors.ts';
import { isObject } from '../../../model/value-kind.ts';
import { printable } from '../../../model/wording.ts';
import { canonicalPolicy } from './canonical-policy.ts';
import { type PolicyKind, statementProblems } from './policy-statement.ts';

/** The versions of AWS's policy language. AWS: policy element Version. */
const VERSIONS = ['2012-10-17', '2008-10-17'];

const ELEMENTS = ['Version', 'Id', 'Statement'];

/** What AWS accepts in the text of a document. AWS: PutUserPolicy, PolicyDocument. */
const DOCUMENT_TEXT = /^[\t\n\r -\u00ff]*$/;

/**
 * Finds what is wrong with the text of a policy before it is sent: no JSON, no object, elements that there are not, statements without an
 * effect, actions or what they are about. Whether actions and resources exist, only AWS can say.
 *
 * AWS: IAM JSON policy reference, grammar.
 *
 * @param path  Where it was given: `InlinePolicies[0].PolicyDocument`.
 * @param kind  What it is for: policies that are attached say what may be done to which resource, trust policies by whom.
 * @returns Problems whose paths go into the document: `PolicyDocument.Statement[1].Effect`.
 *
 * @example
 * documentProblems('{"Statement":[]}', 'PolicyDocument', 'inline');  // [{ path: 'PolicyDocument.Statement', message: 'is empty; …' }]
 */
export function documentProblems(text: string, path: string, kind: PolicyKind): Problem[] {
  if (!DOCUMENT_TEXT.test(text)) return [{ path, message: 'must have characters of Latin-1 only, as AWS wants of policies' }];
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return [{ path, message: `must be the JSON text of a policy (${error instanceof Error ? error.message : 'it is not JSON'})` }];
  }
  if (!isObject(document)) return [{ path, message: `must be a JSON object with Version and Statement (got ${printable(document)})` }];
  const problems: Problem[] = [];
  for (const name of Object.keys(document)) {
    if (!ELEMENTS.includes(name)) problems.push({ path: `${path}.${name}`, message: `is no element of a policy, which has ${ELEMENTS.join(', ')}` });
  }
  problems.push(...versionProblems(document.Version, `${path}.Version`, kind));
  const { Statement: statement } = document;
  if (statement === undefined) problems.push({ path: `${path}.Statement`, message: 'is missing' });
  else if (Array.isArray(statement) && statement.length === 0) {
    problems.push({ path: `${path}.Statement`, message: 'is empty; a policy needs a statement' });
  }
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : statement === undefined ? [] : [statement];
  for (const [index, each] of statements.entries()) {
    problems.push(...statementProblems(each, Array.isArray(statement) ? `${path}.Statement[${index}]` : `${path}.Statement`, kind));
  }
  return [...problems, ...repeatedIds(statements, path)];
}

function versionProblems(version: unknown, path: string, kind: PolicyKind): Problem[] {
  if (kind === 'managed' && version !== VERSIONS[0]) {
    return [{ path, message: `must be "${VERSIONS[0]}" in a managed policy (got ${version === undefined ? 'none' : printable(version)})` }];
  }
  if (version === undefined || VERSIONS.some((each) => each === version)) return [];
  return [{ path, message: `must be ${VERSIONS.map((each) => `"${each}"`).join(' or ')} (got ${printable(version)})` }];
}

function repeatedIds(statements: readonly unknown[], path: string): Problem[] {
  const ids = statements.flatMap((each) => (isObject(each) && typeof each.Sid === 'string' && each.Sid !== '' ? [each.Sid] : []));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return twice === undefined ? [] : [{ path: `${path}.Statement`, message: `has two statements with the Sid ${printable(twice)}` }];
}

/**
 * Whether two policies mean the same, however they are written.
 *
 * White space, the order of keys, of statements and of values, one value or a list of one, an absent version and the version that AWS then
 * takes, an account's number and its root ARN make no difference. Text that is no policy is the same only as itself.
 *
 * @example
 * sameDocument('{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}', '{"Version":"2008-10-17","Statement":[…]}');
 */
export function sameDocument(a: string, b: string): boolean {
  return a === b || canonicalPolicy(a) === canonicalPolicy(b);
}

/** The characters of a document that count against AWS's limits: white space does not. AWS: IAM and STS quotas, character limits. */
export function countedLength(text: string): number {
  return text.replace(/\s/g, '').length;
}

/**
 * The text of a document as it was written, out of IAM's answer, which has it percent-encoded. AWS: GetUserPolicy, RFC 3986.
 *
 * @param what  What it is of, for the error.
 * @throws ConnectorError `ConnectorIO` when it is not encoded as AWS does: half a policy is worse than none.
 */
export function decodedDocument(encoded: string, what: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    throw new ConnectorError('ConnectorIO', `AWS answered with the document of ${what} in an encoding that cannot be read`, { cause: error });
  }
}
