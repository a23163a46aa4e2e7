/**
 * Abbreviations that IDHub's users write, and zones of the IANA database that look like one. Others are refused although Node would take
 * them: it reads BST as Asia/Dhaka and CST as America/Chicago, where others mean London and Shanghai.
 */
const abbreviations: Readonly<Record<string, string>> = {
  UTC: 'UTC',
  GMT: 'UTC',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  SGT: 'Asia/Singapore',
  HKT: 'Asia/Hong_Kong',
  CET: 'CET',
  EET: 'EET',
  MET: 'MET',
  WET: 'WET',
};

/**
 * The IANA name of a time zone as people write it; undefined for one that is unknown or has several meanings.
 *
 * @example
 * timeZoneOf('IST');  // 'Asia/Kolkata'
 */
export function timeZoneOf(text: string): string | undefined {
  const zone = abbreviations[text.toUpperCase()] ?? (text.includes('/') ? text : undefined);
  if (zone === undefined) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return undefined;
  }
}

/**
 * A date as people read it, in the time zone of the configuration: year first, so that it reads the same everywhere.
 *
 * @param zone  An IANA name, as `timeZoneOf` gives it.
 *
 * @example
 * printedDate(new Date('2026-11-21T10:00:00Z'), 'Asia/Kolkata');  // '2026-11-21 15:30:00 GMT+05:30'
 */
export function printedDate(date: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, hourCycle: 'h23', timeZoneName: 'longOffset' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(date);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  // Abbreviations change with the ICU that Node brings; an offset is the same in all of them.
  const offset = of('timeZoneName');
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')} ${/^GMT(\+00:00)?$/.test(offset) ? 'UTC' : offset}`;
}
