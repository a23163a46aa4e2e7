import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { checkId } from '../organisation/organization-ids.ts';
import { organizationTagSteps } from '../organisation/organization-tags.ts';
import { parentOf } from '../organisation/organization-tree.ts';
import { organizations } from '../organisation/organizations.ts';
import { changesTags, tagChangeProblems } from '../organisation/resource-tags.ts';
import type { AwsSession } from '../session.ts';
import { guard } from '../write/guard-rails.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { asConnectorError, type Step, takeAll } from '../write/steps.ts';
import { type AwsAccount, awsAccountId } from './aws-account-class.ts';

type Update = Parameters<UpdateDeltaOp<typeof AwsAccount, AwsSession>['updateDelta']>[0];

/**
 * Moves an account to another organisational unit and changes its tags.
 *
 * @throws ConnectorError `UnknownUid`; `InvalidAttributeValue` for a parent that is not there. With `outcome: 'partial'` and a problem for
 *   each step when some were done.
 */
export async function updateAwsAccount({ session, uid, changes, signal }: Update): Promise<string> {
  checkId(uid, awsAccountId);
  const { replace, add, remove } = changes;
  const tags = { replace: replace.Tags, add: add.Tags, remove: remove.Tags };
  refuseInvalid(tagChangeProblems(tags), 'update AwsAccount of aws');
  await guard(session, { kind: 'account', names: [uid] }, 'update AwsAccount', signal);
  await organizations(session, 'DescribeAccount', { AccountId: uid }, { signal, uid });

  const steps: Step[] = changesTags(tags) ? await organizationTagSteps(session, uid, tags, signal) : [];
  if (replace.ParentId !== undefined) {
    const from = await parentOf(session, uid, undefined, signal);
    if (from !== undefined && from !== replace.ParentId) steps.push(moveStep(session, uid, from, replace.ParentId, signal));
  }
  await takeAll(steps, 'update AwsAccount', uid, signal);
  return uid;
}

function moveStep(session: AwsSession, uid: string, from: string, to: string, signal: AbortSignal): Step {
  const about = { path: 'ParentId', value: to };
  const move = () => organizations(session, 'MoveAccount', { AccountId: uid, SourceParentId: from, DestinationParentId: to }, { signal, uid, about });
  return {
    path: 'ParentId',
    what: `move from ${from} to ${to}`,
    async run() {
      try {
        await move();
      } catch (thrown) {
        const error = asConnectorError(thrown, signal);
        if (error.outcome !== 'unknown' || signal.aborted) throw error;
        // The answer was lost. Where the account is says whether it was moved.
        const now = await parentOf(session, uid, undefined, signal);
        if (now === to) return;
        if (now !== from) throw error;
        await move();
      }
    },
  };
}
