import type { Account as WireAccount } from '@aws-sdk/client-organizations';
import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { organizationTags } from '../organisation/organization-tags.ts';
import { parentOf } from '../organisation/organization-tree.ts';
import { organizations, unlessNotFound } from '../organisation/organizations.ts';
import type { AwsSession } from '../session.ts';
import type { AwsAccount } from './aws-account-class.ts';

/** An account as the connector hands it out. */
export type AwsAccountObject = ConnectorObject<typeof AwsAccount>;

/** What a read of accounts needs to know. */
export interface AwsAccountRead {
  readonly session: AwsSession;
  readonly attributesToGet: NamesToGet<typeof AwsAccount>;
  readonly signal: AbortSignal;
}

/** One account as it is now, by DescribeAccount; undefined when the organisation has none with this id. */
export async function readAwsAccount(read: AwsAccountRead, id: string): Promise<AwsAccountObject | undefined> {
  return unlessNotFound(async () => {
    const { Account } = await organizations(read.session, 'DescribeAccount', { AccountId: id }, { signal: read.signal, uid: id });
    return Account && awsAccountOf(read, Account);
  });
}

/** An account as an object of the class, with what else was asked for. `State` took the place of `Status` in 2025; AWS sends both for a while. */
export async function awsAccountOf({ session, attributesToGet, signal }: AwsAccountRead, account: WireAccount): Promise<AwsAccountObject> {
  const { Id: id, Name, Email, Arn, State, Status, JoinedMethod, JoinedTimestamp } = account;
  if (!id) throw new ConnectorError('ConnectorIO', 'AWS answered with an account without an id');
  const ParentId = attributesToGet.has('ParentId') ? await parentOf(session, id, account.Paths?.[0], signal) : undefined;
  const Tags = attributesToGet.has('Tags') ? await organizationTags(session, id, signal) : undefined;
  const attributes = { AccountId: id, Email, Arn, Status: State ?? Status, JoinedMethod, JoinedTimestamp, ParentId, Tags };
  return { uid: id, name: Name || id, attributes };
}
