import { ConnectorError } from '../../../model/errors.ts';
import { cellsOf, splitTable } from './report-table.ts';

/** One of the two access keys that the report tells of. */
export interface ReportedKey {
  readonly active: boolean;
  /** When it was made or changed last; absent for no key. */
  readonly lastRotated: Date | undefined;
  readonly lastUsed: Date | undefined;
  readonly region: string | undefined;
  readonly service: string | undefined;
}

/** One of the two signing certificates that the report tells of. */
export interface ReportedCertificate {
  readonly active: boolean;
  readonly lastRotated: Date | undefined;
}

/** What the report says of one user. */
export interface ReportedUser {
  readonly created: Date;
  readonly passwordEnabled: boolean;
  readonly passwordLastUsed: Date | undefined;
  readonly passwordLastChanged: Date | undefined;
  readonly passwordNextRotation: Date | undefined;
  readonly mfaActive: boolean;
  readonly keys: readonly [ReportedKey, ReportedKey];
  readonly certificates: readonly [ReportedCertificate, ReportedCertificate];
}

/** AWS: IAM user guide, credential report format. */
const columns = [
  ...['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed', 'password_next_rotation'],
  ...['mfa_active', 'access_key_1_active', 'access_key_1_last_rotated', 'access_key_1_last_used_date', 'access_key_1_last_used_region'],
  ...['access_key_1_last_used_service', 'access_key_2_active', 'access_key_2_last_rotated', 'access_key_2_last_used_date'],
  ...['access_key_2_last_used_region', 'access_key_2_last_used_service', 'cert_1_active', 'cert_1_last_rotated', 'cert_2_active'],
  'cert_2_last_rotated',
] as const;

type Column = (typeof columns)[number];

/**
 * A credential report: what AWS knew of the credentials of all users of an account at one moment.
 *
 * It keeps the text, about 300 bytes a user, and reads a user's line when that is asked for. A line that does not say exactly what the columns
 * promise is as good as none: who stands there is read live.
 *
 * @example
 * new CredentialReport(Content, GeneratedTime).user('arn:aws:iam::123456789012:user/ada')?.mfaActive;
 */
export class CredentialReport {
  /** When AWS made it, in milliseconds since 1970. */
  readonly generatedAt: number;
  readonly #at: Readonly<Record<Column, number>>;
  readonly #width: number;
  readonly #lines: ReadonlyMap<string, string>;

  /** @throws ConnectorError `ConnectorIO` when the answer is no report, or lacks columns. */
  constructor(content: Uint8Array | undefined, generated: Date | undefined) {
    if (content === undefined || generated === undefined) throw noReport('AWS answered GetCredentialReport without a report or its time');
    const table = splitTable(Buffer.from(content).toString('utf8'));
    const missing = columns.filter((column) => !table.columns.includes(column));
    if (missing.length > 0) throw noReport(`the credential report lacks the columns ${missing.join(', ')}`);
    this.generatedAt = generated.getTime();
    this.#width = table.columns.length;
    this.#at = Object.fromEntries(columns.map((column) => [column, table.columns.indexOf(column)])) as Record<Column, number>;
    this.#lines = new Map(
      table.lines.flatMap((line) => {
        const cells = this.#cells(line);
        return cells ? [[cells[this.#at.arn] ?? '', line] as const] : [];
      }),
    );
  }

  /** How many users it can tell of, the root user of the account among them. */
  get size(): number {
    return this.#lines.size;
  }

  /** What it says of a user; undefined when nothing, or nothing that can be understood. */
  user(arn: string): ReportedUser | undefined {
    const line = this.#lines.get(arn);
    const cells = line === undefined ? undefined : this.#cells(line);
    return cells && readUser((column) => cells[this.#at[column]] ?? '');
  }

  /** An unquoted comma in a name would shift all that follows, so a line of another length is not looked at. */
  #cells(line: string): readonly string[] | undefined {
    const cells = cellsOf(line);
    return cells?.length === this.#width ? cells : undefined;
  }
}

/** A cell that says something else than its column promises. */
class NotUnderstood extends Error {}

function readUser(cell: (column: Column) => string): ReportedUser | undefined {
  const flag = (column: Column): boolean => {
    const text = cell(column).toLowerCase();
    if (text === 'true' || text === 'false') return text === 'true';
    throw new NotUnderstood();
  };
  const text = (column: Column): string | undefined => {
    const value = cell(column);
    return value === '' || /^(n\/a|no_information|not_supported)$/i.test(value) ? undefined : value;
  };
  const time = (column: Column): Date | undefined => {
    const value = text(column);
    if (value === undefined) return undefined;
    const date = new Date(value);
    if (!/^\d{4}-\d\d-\d\dT/.test(value) || Number.isNaN(date.getTime())) throw new NotUnderstood();
    return date;
  };
  const key = (number: 1 | 2): ReportedKey => ({
    active: flag(`access_key_${number}_active`),
    lastRotated: time(`access_key_${number}_last_rotated`),
    lastUsed: time(`access_key_${number}_last_used_date`),
    region: text(`access_key_${number}_last_used_region`),
    service: text(`access_key_${number}_last_used_service`),
  });
  const certificate = (number: 1 | 2): ReportedCertificate => ({
    active: flag(`cert_${number}_active`),
    lastRotated: time(`cert_${number}_last_rotated`),
  });
  try {
    const created = time('user_creation_time');
    return (
      created && {
        created,
        passwordEnabled: flag('password_enabled'),
        passwordLastUsed: time('password_last_used'),
        passwordLastChanged: time('password_last_changed'),
        passwordNextRotation: time('password_next_rotation'),
        mfaActive: flag('mfa_active'),
        keys: [key(1), key(2)],
        certificates: [certificate(1), certificate(2)],
      }
    );
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

function noReport(message: string): ConnectorError {
  return new ConnectorError('ConnectorIO', `${message}; set bulkState to "live" to read every user's credentials from AWS directly`);
}
