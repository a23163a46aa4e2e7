import type { Static } from '../../../model/json-schema.ts';
import type { configuration } from '../configuration.ts';

/** Where searches that list users have the state of their credentials from. */
export interface BulkSetting {
  readonly state: 'report' | 'live';
  /** Milliseconds. */
  readonly reportMaxAge: number;
}

/** These settings out of a checked configuration. */
export function bulkSettingOf(given: Static<typeof configuration>): BulkSetting {
  return { state: given.bulkState, reportMaxAge: given.reportMaxAge * 1000 };
}
