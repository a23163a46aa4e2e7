import type { Problem } from '../../../model/errors.ts';
import { isObject } from '../../../model/value-kind.ts';
import { printable } from '../../../model/wording.ts';

/** What a policy is for: to be held by one user, group or role; to be attached to several; to say who may assume a role. */
export type PolicyKind = 'inline' | 'managed' | 'trust';

/** AWS: IAM JSON policy reference, grammar. */
const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** Finds what is wrong with one statement of a policy. */
export function statementProblems(statement: unknown, path: string, kind: PolicyKind): Problem[] {
  if (!isObject(statement)) return [{ path, message: `must be a JSON object (got ${printable(statement)})` }];
  const problems: Problem[] = [];
  for (const name of Object.keys(statement)) {
    if (!ELEMENTS.includes(name))
      problems.push({ path: `${path}.${name}`, message: `is no element of a statement, which has ${ELEMENTS.join(', ')}` });
  }
  const { Sid, Effect, Condition } = statement;
  if (Sid !== undefined && typeof Sid !== 'string') problems.push({ path: `${path}.Sid`, message: `must be a text (got ${printable(Sid)})` });
  if (Effect !== 'Allow' && Effect !== 'Deny') {
    problems.push({ path: `${path}.Effect`, message: `must be "Allow" or "Deny" (got ${Effect === undefined ? 'none' : printable(Effect)})` });
  }
  problems.push(...eitherOf(statement, 'Action', 'NotAction', path), ...textsProblems(statement, ['Action', 'NotAction'], path));
  if (kind === 'trust') {
    problems.push(...eitherOf(statement, 'Principal', 'NotPrincipal', path), ...principalProblems(statement, path));
    problems.push(...without(statement, ['Resource', 'NotResource'], path, 'a trust policy is about its own role'));
  } else {
    problems.push(...eitherOf(statement, 'Resource', 'NotResource', path), ...textsProblems(statement, ['Resource', 'NotResource'], path));
    problems.push(...without(statement, ['Principal', 'NotPrincipal'], path, 'it is about whoever has the policy'));
  }
  if (Condition !== undefined) problems.push(...conditionProblems(Condition, `${path}.Condition`));
  return problems;
}

function eitherOf(statement: Readonly<Record<string, unknown>>, name: string, not: string, path: string): Problem[] {
  const count = [name, not].filter((each) => statement[each] !== undefined).length;
  if (count === 1) return [];
  return [{ path: `${path}.${name}`, message: count === 0 ? `is missing, and so is ${not}` : `cannot stand beside ${not}` }];
}

function without(statement: Readonly<Record<string, unknown>>, names: readonly string[], path: string, why: string): Problem[] {
  return names.flatMap((name) => (statement[name] === undefined ? [] : [{ path: `${path}.${name}`, message: `must not be there: ${why}` }]));
}

function textsProblems(statement: Readonly<Record<string, unknown>>, names: readonly string[], path: string): Problem[] {
  return names.flatMap((name) => (statement[name] === undefined ? [] : textOrTexts(statement[name], `${path}.${name}`)));
}

function textOrTexts(value: unknown, path: string): Problem[] {
  if (typeof value === 'string' && value !== '') return [];
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && each !== '')) return [];
  return [{ path, message: `must be a text or a list of texts, none of them empty (got ${printable(value)})` }];
}

/** AWS: policy element Principal. */
function principalProblems(statement: Readonly<Record<string, unknown>>, path: string): Problem[] {
  return ['Principal', 'NotPrincipal'].flatMap((name) => {
    const principal = statement[name];
    if (principal === undefined || principal === '*') return [];
    if (!isObject(principal) || Object.keys(principal).length === 0) {
      return [{ path: `${path}.${name}`, message: `must be "*" or an object with AWS, Service or Federated (got ${printable(principal)})` }];
    }
    return Object.entries(principal).flatMap(([kind, value]) => textOrTexts(value, `${path}.${name}.${kind}`));
  });
}

function conditionProblems(condition: unknown, path: string): Problem[] {
  if (!isObject(condition)) return [{ path, message: `must be an object of operators (got ${printable(condition)})` }];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    isObject(keys) ? [] : [{ path: `${path}.${operator}`, message: `must be an object of condition keys (got ${printable(keys)})` }],
  );
}
