import type { Call } from '../action.ts';
import { ApiError } from '../api-error.ts';
import { page } from '../paging.ts';
import type { Parameters } from '../parameter-set.ts';
import { wildcardMatches } from '../trust-policy.ts';
import type { Field } from '../validation.ts';
import { dryRun, instancesNotFound, invalidToken, invalidValue, malformedInstance, missing } from './ec2-errors.ts';
import type { Instance } from './instance.ts';

/** A filter of a request: any of its values will do. AWS: filters of EC2 */
export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** The members of a numbered list, each read from the start of its name: `Tag.1`, `Tag.2`, … AWS: ec2Query */
export function listItems<T>(parameters: Parameters, name: string, read: (prefix: string) => T): readonly T[] {
  const count = parameters.memberCount(name, '.') ?? 0;
  return Array.from({ length: count }, (_, index) => read(`${name}.${index + 1}`));
}

/** A list of texts; empty when absent. */
export const texts: Field<readonly string[]> = {
  read: (parameters, name) => listItems(parameters, name, (at) => parameters.text(at) ?? ''),
};

/** The filters of a request. */
export const filters: Field<readonly Filter[]> = {
  read: (parameters, name) =>
    listItems(parameters, name, (at) => ({
      name: parameters.text(`${at}.Name`) ?? '',
      values: listItems(parameters, `${at}.Value`, (value) => parameters.text(value) ?? ''),
    })),
};

/** Tags of a request; a tag without a value has `undefined`, which matters when tags are deleted. */
export const tags: Field<readonly { readonly key: string; readonly value: string | undefined }[]> = {
  read: (parameters, name) =>
    listItems(parameters, name, (at) => ({ key: parameters.text(`${at}.Key`) ?? '', value: parameters.text(`${at}.Value`) })),
};

/** How many items a page holds. AWS: 5 to 1000 */
export const pageSize: Field<number | undefined> = {
  read: (parameters, name) => {
    const value = parameters.text(name);
    if (value === undefined) return undefined;
    const size = Number(value);
    if (!Number.isInteger(size) || size < 5) {
      throw invalidValue(`Value ( ${value} ) for parameter maxResults is invalid. Expecting a value greater than 5.`);
    }
    // AWS: DescribeInstances, a larger value is an error; DescribeTags says the same.
    if (size > 1000) throw invalidValue(`Value ( ${value} ) for parameter maxResults is invalid. Expecting a value less than 1000.`);
    return size;
  },
};

/** A text that must be there. */
export const present: Field<string> = {
  read: (parameters, name) => {
    const value = parameters.text(name);
    if (value === undefined || value === '') throw missing(name);
    return value;
  },
};

/** Refuses what is only tried, after everything else was found right. */
export const dry: Field<boolean> = { read: (parameters, name) => parameters.text(name) === 'true' };

/** @throws DryRunOperation */
export function refuseDryRun(input: { readonly DryRun: boolean }): void {
  if (input.DryRun) throw dryRun();
}

/** Whether something has what every filter asks for. @throws InvalidParameterValue for a filter that there is not */
export function passes(filters: readonly Filter[], valuesOf: (name: string) => readonly (string | undefined)[] | undefined): boolean {
  return filters.every(({ name, values }) => {
    const actual = valuesOf(name);
    if (!actual) throw invalidValue(`The filter '${name}' is invalid`);
    return actual.some((one) => one !== undefined && values.some((value) => wildcardMatches(value, one)));
  });
}

/** The instances that a request names. @throws InvalidInstanceID.Malformed, InvalidInstanceID.NotFound */
export function namedInstances(call: Call, ids: readonly string[]): readonly Instance[] {
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined) throw malformedInstance(malformed);
  const all = new Map(call.cloud.instances.of(call.account.id, call.region).map((instance) => [instance.id, instance]));
  const unknown = ids.filter((id) => !all.has(id));
  if (unknown.length > 0) throw instancesNotFound(unknown);
  return ids.flatMap((id) => all.get(id) ?? []);
}

/** Cuts one page out of items in order of their keys. @throws InvalidNextToken */
export function paged<T>(
  call: Call,
  input: { readonly MaxResults: number | undefined; readonly NextToken: string | undefined },
  items: readonly T[],
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  try {
    // A token of one region means nothing in another.
    const regional = { ...call, action: `${call.action} ${call.region}` };
    const found = page(regional, { Marker: input.NextToken, MaxItems: input.MaxResults ?? 1000 }, items, keyOf);
    return { items: found.items, nextToken: found.end.Marker };
  } catch (error) {
    throw error instanceof ApiError ? invalidToken() : error;
  }
}
