import type { AwsSession, ServiceContext } from '../session.ts';
import { awsCode } from '../transport/request-error.ts';
import type { ActionOf, InputOf, OutputOf } from '../transport/service-actions.ts';
import { asConnectorError, restated } from '../write/steps.ts';

/** A call of AWS Organizations. */
export type OrganizationsAction = ActionOf<'organizations'>;

/**
 * Calls AWS Organizations with the credentials of the session itself, which must be those of the management account or of a delegated
 * administrator: no other account may ask about the organisation.
 *
 * @throws ConnectorError `Configuration` when the account is in no organisation; `PermissionDenied` from a member account. Otherwise as
 *   `AwsSession.send`.
 */
export async function organizations<A extends OrganizationsAction>(
  session: AwsSession,
  action: A,
  input: InputOf<'organizations', A>,
  context: ServiceContext,
): Promise<OutputOf<'organizations', A>> {
  try {
    return await session.send('organizations', action, input, context);
  } catch (thrown) {
    const code = awsCode(thrown)?.replace(/Exception$/, '');
    if (code !== 'AWSOrganizationsNotInUse') throw thrown;
    const error = asConnectorError(thrown, context.signal);
    const needed =
      'the account of these credentials is in no AWS organisation: accounts, organisational units and service control policies need those of a management account or of a delegated administrator';
    throw restated(error, `${needed} (${error.message})`, { outcome: 'none' });
  }
}

/** What every listing of Organizations, and of EC2, answers. */
export interface Tokened {
  readonly NextToken?: string | undefined;
}

/**
 * The answers of a listing one after the other. A page may be empty and not the last one: only an answer without a token is. AWS:
 * Organizations, NextToken.
 *
 * @param read   Makes the call with a token; undefined for the first.
 * @param start  The token to begin with.
 */
export async function* tokenAnswers<P extends Tokened>(
  read: (token: string | undefined) => Promise<P>,
  start?: string,
): AsyncGenerator<P, void, undefined> {
  let token = start;
  do {
    const answer = await read(token);
    yield answer;
    // AWS gives an empty text instead of none here and there.
    token = answer.NextToken || undefined;
  } while (token !== undefined);
}

/** All items of such a listing. */
export async function allAnswers<P extends Tokened, T>(
  read: (token: string | undefined) => Promise<P>,
  items: (answer: P) => readonly T[] | undefined,
): Promise<T[]> {
  const all: T[] = [];
  for await (const answer of tokenAnswers(read)) all.push(...(items(answer) ?? []));
  return all;
}

/** The token of a listing as an input; the most that Organizations gives in one answer is 20. AWS: Organizations, MaxResults. */
export function pageInput(token: string | undefined): { readonly MaxResults: number; readonly NextToken?: string } {
  return { MaxResults: 20, ...(token !== undefined && { NextToken: token }) };
}

/** Nothing where AWS answers that there is no such account, unit or policy. */
export async function unlessNotFound<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (/^(Account|OrganizationalUnit|Policy|Parent|Child|Target|Root)NotFound(Exception)?$/.test(awsCode(error) ?? '')) return undefined;
    throw error;
  }
}
