import type { ActionTable, Call } from '../action.ts';
import { describeActions } from './describe-instances.ts';
import { unknownCredentials } from './ec2-errors.ts';
import { ec2TagActions } from './ec2-tags.ts';
import { instanceChangeActions } from './instance-changes.ts';

/** EC2, as far as an inventory of computers needs it. */
export const ec2Actions: ActionTable = { ...describeActions, ...instanceChangeActions, ...ec2TagActions };

/** A region that an account did not enable knows none of its keys. @throws AuthFailure */
export function admitToRegion({ cloud: { ec2Regions }, account, region }: Call): void {
  if (ec2Regions.status(region, account.id) === 'not-opted-in') throw unknownCredentials();
}
