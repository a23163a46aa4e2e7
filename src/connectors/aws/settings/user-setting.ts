import type { Static } from '../../../model/json-schema.ts';
import { type ProfileName, profileNames } from '../account/profile-attributes.ts';
import type { configuration } from '../configuration.ts';
import { timeZoneOf } from './time-zone.ts';

/** What writing and reading users and groups does. */
export interface UserSetting {
  readonly enableProgrammaticAccess: boolean;
  readonly passwordEnablesConsole: boolean;
  readonly changePasswordNextSignIn: boolean;
  readonly revokeOnDisable: boolean;
  readonly policyGroup: boolean;
  readonly passwordLastUsed: boolean;
  /** An IANA name. */
  readonly timeZone: string;
  readonly defaultUserPath: string;
  readonly defaultGroupPath: string;
  /** The key of the tag that each profile attribute is kept in. */
  readonly profileTags: ReadonlyMap<ProfileName, string>;
  /** The same the other way round, by lower-case key: AWS knows no case in them. */
  readonly profileOfTag: ReadonlyMap<string, ProfileName>;
  readonly splitLongTags: boolean;
}

/** The part of the configuration about users and groups, once `checkConfiguration` has nothing against it. */
export function userSettingOf(given: Static<typeof configuration>): UserSetting {
  const profileTags = profileNames.map((name) => [name, profileTagKey(given.profileTags, name)] as const);
  return {
    enableProgrammaticAccess: given.enableProgrammaticAccess,
    passwordEnablesConsole: given.passwordEnablesConsole,
    changePasswordNextSignIn: given.changePasswordNextSignIn,
    revokeOnDisable: given.revokeOnDisable,
    policyGroup: given.policyGroup,
    passwordLastUsed: given.passwordLastUsed,
    timeZone: timeZoneOf(given.timeZone) ?? 'UTC',
    defaultUserPath: given.defaultUserPath ?? given.defaultUserCreationPath ?? '/',
    defaultGroupPath: given.defaultGroupPath ?? given.defaultGroupCreationPath ?? '/',
    profileTags: new Map(profileTags),
    profileOfTag: new Map(profileTags.map(([name, key]) => [key.toLowerCase(), name])),
    splitLongTags: given.splitLongTags,
  };
}

/** The key of the tag that a profile attribute is kept in. */
export function profileTagKey(given: Readonly<Record<string, string>>, name: ProfileName): string {
  return (Object.hasOwn(given, name) ? given[name] : undefined) ?? `profile:${name}`;
}
