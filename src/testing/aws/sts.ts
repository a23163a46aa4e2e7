import { callerArn } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { accessDenied } from './api-error.ts';
import { assumeRoleActions } from './assume-role.ts';
import { integer, serialNumber } from './parameters.ts';
import { credentialsAnswer, openSession } from './session-credentials.ts';
import { tokenCode, verifyMfa } from './verify-mfa.ts';
import { webIdentityActions } from './web-identity.ts';

/** The Security Token Service. */
export const stsActions: ActionTable = {
  ...assumeRoleActions,
  ...webIdentityActions,

  GetCallerIdentity: action({}, (_input, { account, caller }) => ({
    UserId: caller.kind === 'role' ? `${caller.role.id}:${caller.sessionName}` : caller.user.id,
    Account: account.id,
    Arn: callerArn(account, caller),
  })),

  GetSessionToken: action({ DurationSeconds: integer(900, 129_600), SerialNumber: serialNumber, TokenCode: tokenCode }, (input, call) => {
    if (call.caller.kind !== 'user') throw accessDenied('Cannot call GetSessionToken with session credentials');
    const withMfa = verifyMfa(call, input.SerialNumber, input.TokenCode);
    const principal = { kind: 'session-user', user: call.caller.user, withMfa, issuedAt: call.now } as const;
    return { Credentials: credentialsAnswer(openSession(call.account, principal, input.DurationSeconds ?? 43_200)) };
  }),
};
