import { ConnectorError } from '../../model/errors.ts';
import { printable } from '../../model/wording.ts';

/** What names of users and groups are made of. AWS: IAM and STS quotas, IAM name requirements. */
export const namePattern = '[\\w+=,.@-]+';

/** The same in words, after "must". */
export const nameHint = 'have letters, digits and _+=,.@- only';

const wholeName = new RegExp(`^${namePattern}$`);

/** What has a name for its uid. */
type Named = 'user' | 'group' | 'role';

/** The longest name that a lookup accepts. AWS: API reference, existingUserNameType, groupNameType and roleNameType. */
const LONGEST_NAME: Readonly<Record<Named, number>> = { user: 128, group: 128, role: 64 };

/** Whether a text can be the name of a user, a group or a role at all. */
export function isPossibleName(text: string, kind: Named = 'user'): boolean {
  return text.length <= LONGEST_NAME[kind] && wholeName.test(text);
}

/**
 * Refuses a uid that no user, group or role can have, before anything is sent: GetUser without a name answers the caller's own user.
 *
 * @throws ConnectorError `InvalidArgument`.
 */
export function checkUid(uid: string, kind: Named): void {
  if (isPossibleName(uid, kind)) return;
  const message = `${printable(uid)} cannot be the name of an IAM ${kind}: 1 to ${LONGEST_NAME[kind]} letters, digits and _+=,.@-`;
  throw new ConnectorError('InvalidArgument', `uid ${message}`, { problems: [{ path: 'uid', message }] });
}

/** Whether two names mean the same user, group or tag key. AWS: IAM and STS quotas, names are not distinguished by case. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The names that are not among the others, each once. */
export function namesWithout(names: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others.map((name) => name.toLowerCase()));
  const left: string[] = [];
  for (const name of names) {
    const lower = name.toLowerCase();
    if (known.has(lower)) continue;
    known.add(lower);
    left.push(name);
  }
  return left;
}

/** Where a name stands in a list, without regard to case. */
export function placeOf(name: string, names: readonly string[]): number {
  return names.findIndex((each) => sameName(each, name));
}
