import { expect, test } from 'vitest';
import { CredentialReport } from '../../../../src/connectors/aws/report/credential-report.ts';
import { failureOf } from '../harness.ts';

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const noKey = 'false,N/A,N/A,N/A,N/A';
const generated = new Date('2026-11-28T10:00:00Z');
const arn = (name: string) => `arn:aws:iam::123456789012:user/${name}`;
const report = (...lines: string[]) => new CredentialReport(Buffer.from([header, ...lines].join('\n')), generated);

test('every column of a user comes out as what it says', () => {
  const line = `ada,${arn('ada')},2020-01-02T03:04:05+00:00,true,2026-01-01T00:00:00+00:00,2025-12-31T23:59:59Z,2026-03-31T00:00:00Z,true,true,2021-01-01T00:00:00+00:00,2026-02-02T02:02:02+00:00,eu-west-1,s3,false,2022-01-01T00:00:00+00:00,N/A,N/A,N/A,true,2023-01-01T00:00:00+00:00,false,N/A`;

  const made = report(line);

  expect(made.generatedAt).toBe(generated.getTime());
  expect(made.user(arn('ada'))).toEqual({
    created: new Date('2020-01-02T03:04:05Z'),
    passwordEnabled: true,
    passwordLastUsed: new Date('2026-01-01T00:00:00Z'),
    passwordLastChanged: new Date('2025-12-31T23:59:59Z'),
    passwordNextRotation: new Date('2026-03-31T00:00:00Z'),
    mfaActive: true,
    keys: [
      { active: true, lastRotated: new Date('2021-01-01T00:00:00Z'), lastUsed: new Date('2026-02-02T02:02:02Z'), region: 'eu-west-1', service: 's3' },
      { active: false, lastRotated: new Date('2022-01-01T00:00:00Z'), lastUsed: undefined, region: undefined, service: undefined },
    ],
    certificates: [
      { active: true, lastRotated: new Date('2023-01-01T00:00:00Z') },
      { active: false, lastRotated: undefined },
    ],
  });
});

test('N/A, no_information and not_supported are no values', () => {
  const made = report(
    `bob,${arn('bob')},2020-01-01T00:00:00Z,true,no_information,not_supported,N/A,false,${noKey},${noKey},false,N/A,false,N/A`,
    `<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00Z,not_supported,no_information,not_supported,not_supported,true,${noKey},${noKey},false,N/A,false,N/A`,
  );

  expect(made.user(arn('bob'))).toMatchObject({ passwordEnabled: true, passwordLastUsed: undefined, passwordLastChanged: undefined });
  expect(made.user('arn:aws:iam::123456789012:root')).toBeUndefined();
});

test('more columns than today, in another order, are no trouble', () => {
  const columns = ['additional_credentials_info', ...header.split(',').reverse()];
  const cells = [
    'N/A',
    ...`eve,${arn('eve')},2020-01-01T00:00:00Z,false,N/A,N/A,N/A,true,${noKey},${noKey},false,N/A,false,N/A`.split(',').reverse(),
  ];

  const made = new CredentialReport(Buffer.from(`${columns}\r\n${cells}\r\n`), generated);

  expect(made.user(arn('eve'))).toMatchObject({ passwordEnabled: false, mfaActive: true });
});

test('a name with a comma is read when it is quoted, and never taken for something else when it is not', () => {
  const rest = `2020-01-01T00:00:00Z,false,N/A,N/A,N/A,true,${noKey},${noKey},false,N/A,false,N/A`;

  expect(report(`"a,b","${arn('a,b')}",${rest}`).user(arn('a,b'))).toMatchObject({ mfaActive: true });
  expect(report(`a,b,${arn('a,b')},${rest}`).user(arn('a,b'))).toBeUndefined();
  expect(report(`"a,b,${arn('a')},${rest}`).size).toBe(0);
});

test.each([
  ['a flag that is none', `eve,${arn('eve')},2020-01-01T00:00:00Z,perhaps,N/A,N/A,N/A,true,${noKey},${noKey},false,N/A,false,N/A`],
  ['a date that is none', `eve,${arn('eve')},2020-01-01T00:00:00Z,true,yesterday,N/A,N/A,true,${noKey},${noKey},false,N/A,false,N/A`],
  ['no time of creation', `eve,${arn('eve')},N/A,true,N/A,N/A,N/A,true,${noKey},${noKey},false,N/A,false,N/A`],
  ['half a line', `eve,${arn('eve')},2020-01-01T00:00:00Z,true`],
])('a line with %s is as good as none', (_, line) => {
  expect(report(line).user(arn('eve'))).toBeUndefined();
});

test('what is no report is an error that says which way out there is', async () => {
  const made = (content: string | undefined, at: Date | undefined) =>
    failureOf(Promise.resolve().then(() => new CredentialReport(content === undefined ? undefined : Buffer.from(content), at)));

  expect(await made('user,arn\n', generated)).toMatchObject({ code: 'ConnectorIO', message: expect.stringMatching(/lacks the columns.*bulkState/) });
  expect(await made('<html>', generated)).toMatchObject({ code: 'ConnectorIO' });
  expect(await made(undefined, generated)).toMatchObject({ code: 'ConnectorIO' });
  expect(await made(header, undefined)).toMatchObject({ code: 'ConnectorIO' });
});
