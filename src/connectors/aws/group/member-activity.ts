import type { User } from '@aws-sdk/client-iam';
import { hasLoginProfile } from '../account/login-profile.ts';
import { testimonyOf } from '../account/reported-state.ts';
import { unlessGone } from '../account/unless-gone.ts';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import type { CredentialReport } from '../report/credential-report.ts';
import type { AwsSession } from '../session.ts';

/** Which of some users can get in, and how old what says so may be. */
export interface Activity {
  /** Names. */
  readonly active: ReadonlySet<string>;
  /** When AWS made the report that it is from; undefined when every user was read live. */
  readonly asOf: Date | undefined;
}

/**
 * Which users can get in with a console password or an active access key.
 *
 * Out of the credential report where the configuration lets searches use it; those of whom it cannot be believed, such as one whom this
 * session has written since, are read live: one or two calls each. A user who is gone meanwhile cannot get in.
 *
 * @param users  Those to be told of.
 */
export async function activityOf(session: AwsSession, users: readonly User[], signal: AbortSignal): Promise<Activity> {
  const report = users.length > 0 ? await usableReport(session, signal) : undefined;
  const states = await inParallel(users, async (user) => {
    const testimony = report && testimonyOf(report, user, session.report.writes);
    if (!testimony?.whole) return canGetIn(session, user.UserName ?? '', signal);
    return testimony.user.passwordEnabled || testimony.user.keys.some(({ active }) => active);
  });
  const active = users.flatMap(({ UserName = '' }, index) => (states[index] ? [UserName] : []));
  return { active: new Set(active), asOf: report && new Date(report.generatedAt) };
}

async function usableReport(session: AwsSession, signal: AbortSignal): Promise<CredentialReport | undefined> {
  const { state, reportMaxAge } = session.settings.bulk;
  if (state === 'live') return undefined;
  const report = await session.report.current(signal);
  return session.report.age(report) <= reportMaxAge ? report : undefined;
}

async function canGetIn(session: AwsSession, UserName: string, signal: AbortSignal): Promise<boolean> {
  if (await hasLoginProfile(session, UserName, signal)) return true;
  const listKeys = (Marker: string | undefined) =>
    session.iam('ListAccessKeys', { UserName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: UserName });
  const keys = await unlessGone(() => allOf(listKeys, (answer) => answer.AccessKeyMetadata));
  return (keys ?? []).some(({ Status }) => Status === 'Active');
}
