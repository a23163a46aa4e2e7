import { isObject } from '../../../model/value-kind.ts';

/** The version that AWS takes when a policy has none. AWS: policy element Version. */
const DEFAULT_VERSION = '2008-10-17';

/** Elements whose values AWS reads without regard to case. AWS: policy element Action. */
const WITHOUT_CASE = new Set(['Action', 'NotAction']);

/**
 * One text for all policies that mean the same: keys, statements and values in order, lists for single values, defaults filled in.
 *
 * @returns The text itself when it is not a policy.
 */
export function canonicalPolicy(text: string): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return text;
  }
  if (!isObject(document)) return text;
  const { Version = DEFAULT_VERSION, Statement, ...others } = document;
  const statements = listOf(Statement).map((each) => JSON.stringify(canonicalStatement(each)));
  return JSON.stringify({ Version, Statement: [...new Set(statements)].sort(), ...sorted(others, (value) => value) });
}

function canonicalStatement(statement: unknown): unknown {
  if (!isObject(statement)) return statement;
  return sorted(statement, (value, name) => {
    if (name === 'Principal' || name === 'NotPrincipal') return canonicalPrincipal(value);
    if (name === 'Condition') return canonicalCondition(value);
    if (name === 'Sid' || name === 'Effect') return value;
    return setOf(value, WITHOUT_CASE.has(name) ? (each) => each.toLowerCase() : undefined);
  });
}

/** Anybody is `*` alone or as an AWS principal, and an account is its number or the ARN of its root. AWS: policy element Principal. */
function canonicalPrincipal(principal: unknown): unknown {
  if (principal === '*') return { AWS: ['*'] };
  if (!isObject(principal)) return principal;
  return sorted(principal, (value) => setOf(value, (each) => /^arn:[\w-]+:iam::(\d{12}):root$/.exec(each)?.[1] ?? each));
}

/** Operators and keys are read without regard to case, numbers and truth values as their text. AWS: policy element Condition. */
function canonicalCondition(condition: unknown): unknown {
  if (!isObject(condition)) return condition;
  return sorted(lowerKeys(condition), (keys) => (isObject(keys) ? sorted(lowerKeys(keys), (value) => setOf(value)) : keys));
}

/** With keys in lower case, unless two would become one. */
function lowerKeys(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const lower = Object.fromEntries(Object.entries(object).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.keys(lower).length === Object.keys(object).length ? lower : object;
}

function sorted(object: Readonly<Record<string, unknown>>, each: (value: unknown, key: string) => unknown): Record<string, unknown> {
  const keys = Object.keys(object).sort();
  return Object.fromEntries(keys.map((key) => [key, each(object[key], key)]));
}

/** Values as a set of texts. */
function setOf(value: unknown, form: (text: string) => string = (text) => text): unknown {
  const texts = listOf(value).map((each) => (isObject(each) || Array.isArray(each) ? JSON.stringify(each) : form(String(each))));
  return [...new Set(texts)].sort();
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
