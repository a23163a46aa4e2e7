import type { Problem } from '../../../model/errors.ts';
import type { Static } from '../../../model/json-schema.ts';
import { printable } from '../../../model/wording.ts';
import { profileNames } from '../account/profile-attributes.ts';
import { tagText } from '../attribute-patterns.ts';
import type { configuration } from '../configuration.ts';
import { timeZoneOf } from '../settings/time-zone.ts';
import { profileTagKey } from '../settings/user-setting.ts';

type Given = Static<typeof configuration>;

const tagKey = new RegExp(`^${tagText}+$`, 'u');

/** What is wrong with the settings about users and groups that no schema can see. */
export function userProblems(given: Given): Problem[] {
  return [...zoneProblems(given), ...pathProblems(given), ...profileTagProblems(given)];
}

function zoneProblems({ timeZone }: Given): Problem[] {
  if (timeZoneOf(timeZone) !== undefined) return [];
  const message = `must be an IANA time zone such as Europe/Berlin or Asia/Kolkata (got ${printable(timeZone)}, which is none or has several meanings)`;
  return [{ path: 'timeZone', message }];
}

function pathProblems(given: Given): Problem[] {
  const problems: Problem[] = [];
  for (const [name, other] of [
    ['defaultUserPath', 'defaultUserCreationPath'],
    ['defaultGroupPath', 'defaultGroupCreationPath'],
  ] as const) {
    const [a, b] = [given[name], given[other]];
    if (a !== undefined && b !== undefined && a !== b)
      problems.push({ path: other, message: `says ${printable(b)} and ${name} ${printable(a)}: they are two names of one setting, give one` });
    const { managedPath } = given;
    const used = a ?? b;
    if (used !== undefined && managedPath !== undefined && !used.startsWith(managedPath)) {
      problems.push({
        path: a === undefined ? other : name,
        message: `must be below managedPath ${printable(managedPath)} (got ${printable(used)})`,
      });
    }
  }
  return problems;
}

function profileTagProblems({ profileTags }: Given): Problem[] {
  const problems: Problem[] = [];
  const keys = profileNames.map((name) => ({ name, key: profileTagKey(profileTags, name).toLowerCase() }));
  for (const [name, key] of Object.entries(profileTags)) {
    const path = `profileTags.${name}`;
    if (!profileNames.includes(name as never)) {
      problems.push({ path, message: `is no profile attribute: there are ${profileNames.join(', ')}` });
      continue;
    }
    if (!tagKey.test(key) || /^aws:/i.test(key))
      problems.push({ path, message: `must be a tag key: letters, digits, spaces and _.:/=+-@, not beginning with "aws:" (got ${printable(key)})` });
    const whole = key.toLowerCase();
    const piece = whole.replace(/:\d+$/, '');
    const other = keys.find((each) => each.name !== name && (each.key === whole || each.key === piece));
    if (other?.key === whole) problems.push({ path, message: `is the tag ${printable(key)} of ${other.name} as well: AWS ignores case` });
    else if (other) problems.push({ path, message: `reads as a piece of the tag of ${other.name} (got ${printable(key)}): end it otherwise` });
  }
  return problems;
}
