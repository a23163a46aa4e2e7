import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { ApiError } from './api-error.ts';
import type { AccessKey, Certificate, CredentialReport, User } from './entities.ts';
import { wireDate } from './xml.ts';

const COLUMNS = [
  ...['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed'],
  ...['password_next_rotation', 'mfa_active'],
  ...keyColumns(1),
  ...keyColumns(2),
  ...['cert_1_active', 'cert_1_last_rotated', 'cert_2_active', 'cert_2_last_rotated'],
];

const DAY = 86_400_000;
/** AWS: a report that is younger is given again instead of a new one. */
const REUSED_FOR = 4 * 3_600_000;

/** Writes the report: one line for the root user, one for each user. AWS: credential report format. */
export function credentialReport(account: Account): string {
  const rows = [rootRow(account), ...account.users.sorted().map((user) => userRow(account, user))];
  return [COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\n');
}

function keyColumns(number: number): string[] {
  return ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map((name) => `access_key_${number}_${name}`);
}

function rootRow(account: Account): string[] {
  const noKey = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  return [
    '<root_account>',
    `arn:${account.partition}:iam::${account.id}:root`,
    reportTime(account.createdAt),
    ...['not_supported', 'no_information', 'not_supported', 'not_supported', 'true'],
    ...noKey,
    ...noKey,
    ...['false', 'N/A', 'false', 'N/A'],
  ];
}

function userRow(account: Account, user: User): string[] {
  return [
    user.name,
    account.arn('user', user.path, user.name),
    reportTime(user.createdAt),
    ...passwordCells(account, user),
    String(user.mfaDevices.length > 0),
    ...keyCells(user.accessKeys[0]),
    ...keyCells(user.accessKeys[1]),
    ...certificateCells(user.certificates[0]),
    ...certificateCells(user.certificates[1]),
  ];
}

function passwordCells(account: Account, user: User): string[] {
  const { loginProfile: profile } = user;
  if (!profile) return ['false', 'N/A', 'N/A', 'N/A'];
  const maxAge = account.passwordPolicy?.maxAgeDays ?? 0;
  return [
    'true',
    user.passwordLastUsed === undefined ? 'no_information' : reportTime(user.passwordLastUsed),
    reportTime(profile.changedAt),
    maxAge > 0 ? reportTime(profile.changedAt + maxAge * DAY) : 'N/A',
  ];
}

function keyCells(key: AccessKey | undefined): string[] {
  if (!key) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const { lastUsed } = key;
  return [
    String(key.status === 'Active'),
    reportTime(key.createdAt),
    lastUsed ? reportTime(lastUsed.at) : 'N/A',
    lastUsed?.region ?? 'N/A',
    lastUsed?.service ?? 'N/A',
  ];
}

function certificateCells(certificate: Certificate | undefined): string[] {
  return certificate ? [String(certificate.status === 'Active'), reportTime(certificate.uploadedAt)] : ['false', 'N/A'];
}

/** Names and paths may hold commas and quotes. RFC 4180, 2; how AWS writes them is not established. */
function cell(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** As reports of 2026 write it; those of years ago wrote the offset out, `+00:00`. */
function reportTime(at: number): string {
  return wireDate(new Date(at));
}

function isFresh(report: CredentialReport | undefined, now: number): report is CredentialReport {
  return report !== undefined && now - report.generatedAt <= REUSED_FOR;
}

/** One look at a report. @returns whether it is complete */
function isComplete(report: CredentialReport): boolean {
  if (report.looksLeft > 0) report.looksLeft -= 1;
  return report.looksLeft === 0;
}

/** The credential report. */
export const credentialReportActions: ActionTable = {
  GenerateCredentialReport: action({}, (_input, { account, now }) => {
    const { credentialReport: report } = account;
    if (isFresh(report, now)) {
      return isComplete(report) ? { State: 'COMPLETE' } : { State: 'INPROGRESS' };
    }
    account.credentialReport = { content: credentialReport(account), generatedAt: now, looksLeft: account.reportPolls + 1 };
    const Description = report
      ? 'The report is more than four hours old. Starting a new report generation task'
      : 'No report exists. Starting a new report generation task';
    return { State: 'STARTED', Description };
  }),

  GetCredentialReport: action({}, (_input, { account, now }) => {
    const { credentialReport: report } = account;
    if (!report) throw new ApiError('ReportNotPresent', 410, 'Unknown');
    if (!isFresh(report, now)) throw new ApiError('ReportExpired', 410, 'The most recent report has expired. Generate a new one.');
    if (!isComplete(report)) throw new ApiError('ReportInProgress', 404, 'Unknown');
    return {
      Content: Buffer.from(report.content).toString('base64'),
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(report.generatedAt),
    };
  }),
};
