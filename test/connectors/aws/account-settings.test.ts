import { expect, test } from 'vitest';
import aws from '../../../src/connectors/aws/index.ts';
import { printedDate, timeZoneOf } from '../../../src/connectors/aws/settings/time-zone.ts';
import { validateConfiguration } from '../../../src/facade/opening/open-connector.ts';

const problemsOf = (settings: object) =>
  validateConfiguration(aws, { useDefaultCredentials: true, ...settings } as never).map(({ path, message }) => `${path} ${message}`);

test('time zones are IANA names, and the abbreviations that have one meaning to IDHub’s users', () => {
  expect(['IST', 'Europe/Berlin', 'utc', 'CET'].map(timeZoneOf)).toEqual(['Asia/Kolkata', 'Europe/Berlin', 'UTC', 'CET']);
  // Node takes these, and for something else than many mean by them: BST is Asia/Dhaka to it.
  expect(['BST', 'CST', 'PST', 'EST', 'Mars/Olympus', ''].map(timeZoneOf)).toEqual(Array(6).fill(undefined));
  for (const timeZone of ['IST', 'America/New_York', 'UTC']) expect(problemsOf({ timeZone })).toEqual([]);
  expect(problemsOf({ timeZone: 'BST' })).toEqual([
    'timeZone must be an IANA time zone such as Europe/Berlin or Asia/Kolkata (got "BST", which is none or has several meanings)',
  ]);
});

test('a date is printed in the zone of the configuration, year first', () => {
  const date = new Date('2026-11-21T20:00:00Z');

  expect(printedDate(date, 'Asia/Kolkata')).toBe('2026-11-22 01:30:00 GMT+05:30');
  expect(printedDate(date, 'UTC')).toBe('2026-11-21 20:00:00 UTC');
});

test('profileTags names profile attributes and tag keys that AWS takes, no key twice', () => {
  expect(problemsOf({ profileTags: { mail: 'email', displayName: 'Display name' } })).toEqual([]);
  expect(
    problemsOf({
      profileTags: {
        shoeSize: 'x',
        mail: 'aws:mail',
        city: 'a,b',
        state: 'PROFILE:country',
        givenName: 'n',
        surname: 'N',
        mobilePhone: 'profile:jobTitle:2',
      },
    }),
  ).toEqual([
    expect.stringMatching(/^profileTags.shoeSize is no profile attribute: there are city, /),
    expect.stringMatching(/^profileTags.mail must be a tag key/),
    expect.stringMatching(/^profileTags.city must be a tag key/),
    expect.stringMatching(/^profileTags.state is the tag "PROFILE:country" of country as well/),
    expect.stringMatching(/^profileTags.givenName is the tag /),
    expect.stringMatching(/^profileTags.surname is the tag /),
    expect.stringMatching(/^profileTags.mobilePhone reads as a piece of the tag of jobTitle/),
  ]);
});

test('EmpowerID’s names of the paths say the same as ours or nothing, and lie within managedPath', () => {
  expect(problemsOf({ defaultUserPath: '/a/', defaultUserCreationPath: '/a/' })).toEqual([]);
  expect(problemsOf({ defaultGroupPath: '/a/', defaultGroupCreationPath: '/b/' })).toEqual([
    expect.stringMatching(/^defaultGroupCreationPath says "\/b\/"/),
  ]);
  expect(problemsOf({ managedPath: '/staff/', defaultUserCreationPath: '/a/' })).toEqual([
    'defaultUserCreationPath must be below managedPath "/staff/" (got "/a/")',
  ]);
  expect(problemsOf({ defaultUserPath: 'staff' })).toEqual([expect.stringMatching(/^defaultUserPath must begin and end with "\/"/)]);
});
