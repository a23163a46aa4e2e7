import { ConnectorError } from '../../../model/errors.ts';
import { iamArnOf } from '../arn.ts';
import type { AwsSession } from '../session.ts';
import { guard } from '../write/guard-rails.ts';
import { policyTypeOf } from './policy-object.ts';

/**
 * Refuses a write of one of AWS's own policies, and what the configuration forbids; name and path of a policy are in its ARN.
 *
 * @throws ConnectorError `PermissionDenied`, outcome `none`.
 */
export async function guardPolicy(session: AwsSession, arn: string, what: string, signal: AbortSignal): Promise<void> {
  const { name = '', path = '/' } = iamArnOf(arn) ?? {};
  await guard(session, { kind: 'policy', names: [name], paths: async () => [path], takesAway: true }, what, signal);
  if (policyTypeOf(arn) === 'Customer managed') return;
  const message = `${arn} is managed by AWS, which alone may change or delete it`;
  throw new ConnectorError('PermissionDenied', `${what} of aws: ${message}`, { uid: arn, problems: [{ path: 'uid', message }], outcome: 'none' });
}
