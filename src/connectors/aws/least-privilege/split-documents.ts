import type { PolicyStatement } from './policy-statements.ts';

/** A policy in AWS's language. AWS: IAM JSON policy reference, grammar. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** Characters that a managed policy may have; white space does not count. AWS: IAM and STS quotas. */
const MOST_CHARACTERS = 6144;

/**
 * Statements in as few documents as their order allows, each small enough for a managed policy. A statement that is too large alone becomes
 * several; one with a single action and a single resource is left as it is.
 *
 * @example
 * splitDocuments(statements).length;  // 1, for most configurations
 */
export function splitDocuments(statements: readonly PolicyStatement[], most = MOST_CHARACTERS): PolicyDocument[] {
  const documents: PolicyStatement[][] = [];
  for (const statement of statements.flatMap((each) => halved(each, most))) {
    const last = documents.at(-1);
    if (last && sizeOf([...last, statement]) <= most) last.push(statement);
    else documents.push([statement]);
  }
  return documents.map((Statement) => ({ Version: '2012-10-17', Statement }));
}

/** Characters that count. */
function sizeOf(Statement: readonly PolicyStatement[]): number {
  return JSON.stringify({ Version: '2012-10-17', Statement }).replaceAll(/\s/g, '').length;
}

function halved(statement: PolicyStatement, most: number): PolicyStatement[] {
  if (sizeOf([statement]) <= most) return [statement];
  const { Action, Resource = [] } = statement;
  const list = Resource.length > Action.length ? 'Resource' : 'Action';
  const values = list === 'Resource' ? Resource : Action;
  if (values.length < 2) return [statement];
  const middle = Math.ceil(values.length / 2);
  // Ids differ also when the halves come to stand in one document.
  return [values.slice(0, middle), values.slice(middle)].flatMap((half, index) =>
    halved({ ...statement, Sid: `${statement.Sid}${index === 0 ? 'A' : 'B'}`, [list]: half }, most),
  );
}
