import { ZoneClock } from './zone-clock.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 400 years. */
const CYCLE = 146_097 * 86_400_000;

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
  const clock = new ZoneClock(timeZone);
  return (date) => {
    const time = date.getTime();
    const { offset, name } = clock.at(time);
    // Near the ends of time the shifted date would be none: the calendar repeats itself after four centuries, with its weekdays.
    const nearer = time < 0 ? 1 : -1;
    // UTC of the shifted date is what the clocks of the zone show.
    const shown = new Date(time + offset + nearer * CYCLE);
    const clockTime = `${two(shown.getUTCHours())}:${two(shown.getUTCMinutes())}:${two(shown.getUTCSeconds())}`;
    // There is no year 0: before 1 comes 1 BC.
    const year = shown.getUTCFullYear() - nearer * 400;
    return `${weekdays[shown.getUTCDay()]} ${months[shown.getUTCMonth()]} ${two(shown.getUTCDate())} ${clockTime} ${name} ${year > 0 ? year : 1 - year}`;
  };
}

const two = (number: number) => String(number).padStart(2, '0');
