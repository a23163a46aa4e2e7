import { type Statement, statementsOf, strings } from './policy-document.ts';

/** What the conditions of a trust policy are compared with, by key in lower case. */
export type ConditionContext = ReadonlyMap<string, string>;

/**
 * Decides whether a trust policy lets somebody assume the role: a statement that denies wins, otherwise one must allow.
 *
 * A principal that was deleted and made again under its old name is treated as the same one; AWS would refuse it.
 *
 * @param isNamed  Whether a statement is about whoever asks.
 */
export function isTrusted(trustPolicy: string, isNamed: (statement: Statement) => boolean, actionName: string, context: ConditionContext): boolean {
  const matching = statementsOf(trustPolicy).filter(
    (statement) => actionMatches(statement, actionName) && isNamed(statement) && conditionsHold(statement, context),
  );
  return matching.length > 0 && matching.every((statement) => statement.Effect === 'Allow');
}

/** Compares a text with a pattern in which `*` stands for any text and `?` for one character. */
export function wildcardMatches(pattern: string, value: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(value);
}

function actionMatches(statement: Statement, actionName: string): boolean {
  const names = strings(statement.Action ?? statement.NotAction);
  const named = names.some((name) => wildcardMatches(name, actionName, true));
  return statement.Action === undefined ? !named : named;
}

type Comparison = (wanted: string, actual: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  stringequals: (wanted, actual) => wanted === actual,
  stringequalsignorecase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  stringlike: (wanted, actual) => wildcardMatches(wanted, actual),
  arnequals: (wanted, actual) => wildcardMatches(wanted, actual),
  arnlike: (wanted, actual) => wildcardMatches(wanted, actual),
  bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
};

/** All operators and all keys must hold; one of the values of a key is enough. A key that is absent fails, unless the operator says so. */
function conditionsHold(statement: Statement, context: ConditionContext): boolean {
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => conditionHolds(operator.toLowerCase(), context.get(key.toLowerCase()), wanted)),
  );
}

function conditionHolds(operator: string, actual: string | undefined, wanted: unknown): boolean {
  const values = strings(typeof wanted === 'boolean' ? String(wanted) : wanted);
  if (operator === 'null') return values.some((value) => (value === 'true') === (actual === undefined));
  const ifExists = operator.endsWith('ifexists');
  const name = ifExists ? operator.slice(0, -'ifexists'.length) : operator;
  const negated = name.includes('not');
  if (actual === undefined) return ifExists || negated;
  const compare = COMPARISONS[name.replace('not', '')];
  // An operator this account does not know never holds: a test must not pass by it.
  if (!compare) return false;
  return values.some((value) => compare(value, actual)) !== negated;
}
