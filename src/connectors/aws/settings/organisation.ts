import type { Static } from '../../../model/json-schema.ts';
import type { configuration } from '../configuration.ts';

/** What holds for sweeps over accounts, organisational units and computers. */
export interface OrganisationSetting {
  /** Milliseconds that AWS may take over one account in a search. */
  readonly accountTimeout: number;
  /** Where an organisational unit is made that names no parent. */
  readonly parentId: string | undefined;
  /** The regions whose instances are read; undefined for every enabled one. */
  readonly computerRegions: readonly string[] | undefined;
  readonly manageComputers: boolean;
}

/** These settings out of a checked configuration. */
export function organisationOf(given: Static<typeof configuration>): OrganisationSetting {
  const { accountTimeout, parentId, computerRegions, manageComputers } = given;
  return { accountTimeout, parentId, computerRegions, manageComputers };
}
