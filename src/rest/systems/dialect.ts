import { javaDate } from './java-date.ts';

/** How values are written in JSON. */
export interface Dialect {
  readonly name: 'standard' | 'ping';
  /** A dateTime. */
  date(value: Date): string;
  /** One value of a map attribute. */
  map(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** The reverse of `map`, for values that callers send. */
  mapFrom(value: unknown): unknown;
}

/** ISO 8601 dates, maps as they are. */
export const standardDialect: Dialect = {
  name: 'standard',
  date: (value) => value.toISOString(),
  map: (value) => value,
  mapFrom: (value) => value,
};

/**
 * The forms of PingIDM's AWS connector: dates as Java prints them, and a tag `{ Key: 'Project', Value: 'Meteor' }` as `{ Project: 'Meteor' }`.
 * Both forms of a tag are accepted.
 *
 * @param timeZone  IANA name of the zone that dates are printed in.
 *
 * @example
 * pingDialect('America/Los_Angeles').date(new Date('2022-06-02T23:46:39Z'));  // 'Thu Jun 02 16:46:39 PDT 2022'
 */
export function pingDialect(timeZone: string): Dialect {
  const print = javaDate(timeZone);
  return {
    name: 'ping',
    date: print,
    map(value) {
      const keys = Object.keys(value);
      if (!keys.includes('Key') || !keys.every((key) => key === 'Key' || key === 'Value')) return value;
      return { [String(value.Key)]: value.Value ?? '' };
    },
    mapFrom(value) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const entries = Object.entries(value);
      const [key, text] = entries[0] ?? [];
      return entries.length === 1 && key !== 'Key' ? { Key: key, Value: text } : value;
    },
  };
}
