import { allOf, MOST_ITEMS } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import { awsCode } from '../transport/request-error.ts';
import type { Reflection } from './read-traces.ts';
import type { Trace } from './trace.ts';

/** The attributes of each class that show other objects. */
const showing = { __ACCOUNT__: ['__GROUPS__', 'InheritedPolicies'], __GROUP__: ['Members'] } as const;

/**
 * Traces of the objects that show what has changed, where the sync reads what shows it.
 *
 * IAM has an event for the group that gets another name or policy, and none for its members; for the user that gets another name, and none
 * for its groups. Who joins and who leaves has events of its own.
 *
 * @param names  The attributes that the sync reads.
 * @returns Traces that need not be remembered: the reflection is, once all of them are told.
 */
export async function reflectedTraces(
  session: AwsSession,
  reflections: readonly Reflection[],
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly Trace[]> {
  const shown = reflections.filter(({ objectClass }) => showing[objectClass].some((name) => names.has(name)));
  const sources = new Map(shown.map((reflection) => [`${reflection.objectClass} ${reflection.uid.toLowerCase()}`, reflection]));
  const found = await inParallel([...sources.values()], async ({ objectClass, uid, time }) => {
    const uids = await unlessMissing(() => (objectClass === '__ACCOUNT__' ? membersOf(session, uid, signal) : groupsOf(session, uid, signal)));
    return uids.map((each): Trace => ({ objectClass, does: 'update', uid: each, mark: '', time, isFresh: true }));
  });
  return found.flat();
}

async function membersOf(session: AwsSession, group: string, signal: AbortSignal): Promise<readonly string[]> {
  const users = await allOf(
    (Marker) => session.iam('GetGroup', { GroupName: group, Marker, MaxItems: MOST_ITEMS }, { signal, uid: group }),
    (answer) => answer.Users,
  );
  return users.flatMap(({ UserName }) => UserName ?? []);
}

async function groupsOf(session: AwsSession, user: string, signal: AbortSignal): Promise<readonly string[]> {
  const groups = await allOf(
    (Marker) => session.iam('ListGroupsForUser', { UserName: user, Marker, MaxItems: MOST_ITEMS }, { signal, uid: user }),
    (answer) => answer.Groups,
  );
  return groups.flatMap(({ GroupName }) => GroupName ?? []);
}

/** What has another name again, or is gone, has events that say so: whoever showed it is told by those. */
async function unlessMissing(read: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await read();
  } catch (error) {
    if (awsCode(error) === 'NoSuchEntity') return [];
    throw error;
  }
}
