import type { SideEffects } from '../../../model/changes.ts';
import { ConnectorError } from '../../../model/errors.ts';
import type { AwsSession } from '../session.ts';
import { printedDate } from '../settings/time-zone.ts';
import type { Account } from './account-class.ts';
import { LiveUser } from './live-user.ts';
import { remainingAccess } from './remaining-access.ts';
import { LONGEST_SESSION } from './session-revocation.ts';

type Values = NonNullable<SideEffects<(typeof Account)['attributes']>['replace']>;

/**
 * What a caller must be told of a user who was disabled: that both ways in are closed, and which others are open.
 *
 * That the others cannot be read is told in their place and fails nothing: the user is disabled already, and who calls again would only be
 * told the same.
 */
export async function disabledEffects(session: AwsSession, user: string, signal: AbortSignal): Promise<Values> {
  const remaining = session.settings.user.revokeOnDisable ? [] : [...(await othersOf(session, user, signal)), sessions(session)];
  if (remaining.length > 0)
    session.log('warn', `${user} is disabled, and something may still let it in: set revokeOnDisable to close that too`, { remaining });
  return { ConsoleAccess: false, ProgrammaticAccess: false, RemainingAccess: remaining };
}

/** What a caller must be told when a password was not set. */
export function passwordLeftEffects(session: AwsSession, user: string): Values {
  session.log('warn', `the password of ${user} was not set: it has no console password, and passwordEnablesConsole is off`);
  return { ConsoleAccess: false };
}

async function othersOf(session: AwsSession, user: string, signal: AbortSignal): Promise<string[]> {
  try {
    return await remainingAccess(new LiveUser(session, user, signal));
  } catch (error) {
    return [`not known: ${ConnectorError.is(error) ? error.message : 'the call was ended'}`];
  }
}

function sessions({ settings }: AwsSession): string {
  const now = printedDate(new Date(), settings.user.timeZone);
  return `Session begun before ${now}, for up to ${LONGEST_SESSION / 3_600_000} hours`;
}
