/** English as spoken where a zone has a short name of its own: Java prints CEST and IST, which American English calls GMT+2 and GMT+5:30. */
const languages = ['en-US', 'en-GB', 'en-IN', 'en-AU', 'en-NZ', 'en-ZA', 'en-CA'];

/**
 * Prints dates as `java.util.Date.toString()` does: `Thu Jun 02 16:46:39 PDT 2022`.
 *
 * Java: Date.toString, "EEE MMM dd HH:mm:ss zzz yyyy" in English. Where no English has a short name for the zone the offset is printed.
 *
 * @param timeZone  IANA name of the zone.
 * @returns A function of a date.
 *
 * @example
 * javaDate('UTC')(new Date(0));  // 'Thu Jan 01 00:00:00 UTC 1970'
 */
export function javaDate(timeZone: string): (date: Date) => string {
  const formats = languages.map(
    (language) =>
      new Intl.DateTimeFormat(language, {
        timeZone,
        weekday: 'short',
        year: 'numeric',
        month: 'short',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
        timeZoneName: 'short',
      }),
  );
  const [american] = formats;
  const zoneOf = (date: Date) => {
    const names = formats.map((format) => format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? '');
    return names.find((name) => /^[A-Z]+$/.test(name) && name !== 'GMT') ?? names[0] ?? 'UTC';
  };
  return (date) => {
    const parts = Object.fromEntries((american as Intl.DateTimeFormat).formatToParts(date).map(({ type, value }) => [type, value]));
    const { weekday, month, day, hour, minute, second, year } = parts;
    return `${weekday} ${month} ${day} ${hour}:${minute}:${second} ${zoneOf(date)} ${year}`;
  };
}
