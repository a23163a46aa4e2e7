import { ConnectorError, type Problem } from '../../../model/errors.ts';
import type { Filter } from '../../../model/filter.ts';
import { filterAttributes, normalizeFilter } from '../../../model/normalize-filter.ts';
import { findAttribute, type ObjectClass } from '../../../model/object-class.ts';
import { parseFilter } from '../../../model/parse-filter.ts';
import { printable } from '../../../model/wording.ts';
import { Account } from '../account/account-class.ts';
import { Entitlement } from '../entitlement/entitlement-class.ts';
import { Group } from '../group/group-class.ts';
import { ManagedPolicy } from '../policy/policy-class.ts';
import { Role } from '../role/role-class.ts';
import { countNames, type ObjectCounts } from './object-counts.ts';

/** The classes whose searches are explained. */
const explainedClasses = [Account, Group, Role, ManagedPolicy, Entitlement] as const;

/** One of them. */
type ExplainedClass = (typeof explainedClasses)[number];

/** The search that is to be explained, as the facade takes it, and what is known of the account. */
export interface ExplainArguments {
  readonly objectClass: '__ACCOUNT__' | '__GROUP__' | 'Role' | 'ManagedPolicy' | 'Entitlement';
  /** As text or as data. */
  readonly filter?: string | Filter;
  /** `'*'` stands for those returned by default. */
  readonly attributes?: readonly string[];
  /** Does not change the calls: the connector reads a hundred users or a whole answer at a time, whatever a page is to have. */
  readonly pageSize?: number;
  readonly limit?: number;
  /** In a session of several accounts, the one to ask; that of the credentials unless said otherwise. */
  readonly account?: string;
  /**
   * How many objects there are. With all that a class needs nobody is called: users and groups for these two, roles for roles, all four for
   * policies and entitlements. Where one is missing GetAccountSummary is asked, and what is given counts. How many policies AWS itself has no
   * call tells: 2,000 at most unless it is given.
   */
  readonly counts?: Partial<ObjectCounts>;
}

/** A search to explain, checked, in the terms of the schema. */
export interface ExplainedQuery {
  readonly objectClass: ExplainedClass;
  readonly filter: Filter | undefined;
  /** The attributes that the connector is asked for. */
  readonly names: ReadonlySet<string>;
  readonly limit: number;
  readonly counts: ExplainArguments['counts'];
}

/**
 * Checks the arguments: they may come from a script or over the wire, where no compiler looks at them.
 *
 * @throws ConnectorError `InvalidArgument` naming every problem.
 */
export function explainedQuery(args: ExplainArguments): ExplainedQuery {
  const problems: Problem[] = [];
  const { objectClass: name, filter: asked, attributes, pageSize, limit, counts } = (args ?? {}) as Partial<ExplainArguments>;
  const explained = explainedClasses.find((each) => each.name === name);
  const objectClass = explained ?? Account;
  if (!explained) {
    const message = `must be one of ${explainedClasses.map((each) => each.name).join(', ')} (got ${printable(name)})`;
    problems.push({ path: 'args.objectClass', message });
  }
  if (counts !== undefined && (typeof counts !== 'object' || counts === null || Array.isArray(counts)))
    problems.push({ path: 'args.counts', message: `must be an object of numbers (got ${printable(counts)})` });
  for (const [path, number] of [
    ['limit', limit],
    ['pageSize', pageSize],
    ...countNames.map((each) => [`counts.${each}`, counts?.[each]] as const),
  ] as const) {
    if (number !== undefined && !(Number.isSafeInteger(number) && (number as number) >= 0))
      problems.push({ path: `args.${path}`, message: `must be a whole number of at least 0 (got ${printable(number)})` });
  }
  const filter = readFilter(objectClass, asked, problems);
  const names = readNames(objectClass, attributes, problems);
  for (const each of filter ? filterAttributes(filter) : []) names.add(each);
  for (const identity of ['__NAME__', '__UID__']) names.delete(identity);
  if (problems.length > 0) {
    const wrong = problems.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new ConnectorError('InvalidArgument', `explain: ${wrong}`, { problems });
  }
  // Of what can match nothing the facade gives no row, and asks nobody.
  const nothing = filter?.op === 'or' && filter.filters.length === 0;
  return { objectClass, filter, names, limit: nothing ? 0 : (limit ?? Number.POSITIVE_INFINITY), counts };
}

function readFilter(objectClass: ObjectClass, asked: ExplainArguments['filter'], problems: Problem[]): Filter | undefined {
  if (asked === undefined) return undefined;
  try {
    const filter = normalizeFilter(typeof asked === 'string' ? parseFilter(asked) : asked, objectClass);
    return filter.op === 'and' && filter.filters.length === 0 ? undefined : filter;
  } catch (error) {
    if (!ConnectorError.is(error)) throw error;
    problems.push(...error.problems.map(({ path, message }) => ({ path: `args.${path}`, message })));
    if (error.problems.length === 0) problems.push({ path: 'args.filter', message: error.message });
    return undefined;
  }
}

function readNames(objectClass: ObjectClass, asked: readonly string[] | undefined, problems: Problem[]): Set<string> {
  if (asked !== undefined && !Array.isArray(asked)) {
    problems.push({ path: 'args.attributes', message: `must be a list of names (got ${printable(asked)})` });
    return new Set();
  }
  const names = new Set<string>();
  for (const [index, name] of (asked ?? ['*']).entries()) {
    const found = typeof name === 'string' ? findAttribute(objectClass, name) : undefined;
    if (name === '*') {
      for (const [each, { readable, returnedByDefault }] of Object.entries(objectClass.attributes))
        if (readable !== false && returnedByDefault !== false) names.add(each);
    } else if (found && found[1].readable !== false) names.add(found[0]);
    else if (name !== '__UID__')
      problems.push({ path: `args.attributes[${index}]`, message: `${printable(name)} is not an attribute of ${objectClass.name} that can be read` });
  }
  return names;
}
