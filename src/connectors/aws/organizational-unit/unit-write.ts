import type { Written } from '../../../model/changes.ts';
import { ConnectorError } from '../../../model/errors.ts';
import type { CreateOp, DeleteOp, UpdateDeltaOp } from '../../../spi/operations.ts';
import { wireTags } from '../account/tags.ts';
import { checkId } from '../organisation/organization-ids.ts';
import { organizationTagSteps } from '../organisation/organization-tags.ts';
import { organizations } from '../organisation/organizations.ts';
import { changesTags, resourceTagProblems, tagChangeProblems } from '../organisation/resource-tags.ts';
import type { AwsSession } from '../session.ts';
import { guard } from '../write/guard-rails.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { createOnce } from '../write/lost-create.ts';
import { type Step, takeAll } from '../write/steps.ts';
import { type OrganizationalUnit, unitId } from './organizational-unit-class.ts';
import { childUnits, describeUnit } from './unit-object.ts';

type Units = typeof OrganizationalUnit;
type Create = Parameters<CreateOp<Units, AwsSession>['create']>[0];
type Update = Parameters<UpdateDeltaOp<Units, AwsSession>['updateDelta']>[0];
type Delete = Parameters<DeleteOp<Units, AwsSession>['delete']>[0];

/**
 * Makes an organisational unit below `ParentId`, or below the setting `parentId`.
 *
 * The units of the parent are listed first. A unit has no date: only so can a lost answer be told from a name that was taken before.
 *
 * @throws ConnectorError `AlreadyExists`; `InvalidAttributeValue` for a parent that is missing or not there; `QuotaExceeded`.
 */
export async function createUnit({ session, attributes, signal }: Create): Promise<Written<Units['attributes']>> {
  const what = 'create OrganizationalUnit of aws';
  const { __NAME__: Name, Tags = [], ParentId = session.settings.organisation.parentId } = attributes;
  const missing = { path: 'ParentId', message: 'is missing: give the root or unit to make it in, or set parentId in the configuration' };
  refuseInvalid([...resourceTagProblems(Tags, 'Tags'), ...(ParentId === undefined ? [missing] : [])], what);
  if (ParentId === undefined) throw new ConnectorError('InvalidAttributeValue', missing.message);
  await guard(session, { kind: 'organizational unit', names: [Name] }, 'create OrganizationalUnit', signal);

  const namesake = async (looking: AbortSignal | undefined) =>
    (await childUnits(session, ParentId, looking ?? new AbortController().signal)).find((unit) => unit.Name === Name);
  const taken = await namesake(signal);
  if (taken) throw new ConnectorError('AlreadyExists', `${ParentId} has an organisational unit ${Name} already: ${taken.Id}`, { uid: taken.Id });
  const about = { path: 'ParentId', value: ParentId };
  const input = { ParentId, Name, ...(Tags.length > 0 && { Tags: wireTags(Tags) }) };
  const began = new Date();
  const unit = await createOnce(session, signal, {
    name: Name,
    send: async () => (await organizations(session, 'CreateOrganizationalUnit', input, { signal, about })).OrganizationalUnit,
    read: namesake,
    madeAt: () => began,
    asSent: () => true,
  });
  if (!unit?.Id) throw new ConnectorError('ConnectorIO', `AWS answered CreateOrganizationalUnit of ${Name} without the unit`, { outcome: 'unknown' });
  const { Id: uid, Arn, Path } = unit;
  return { uid, sideEffects: { replace: { ParentId, ...(Arn !== undefined && { Arn }), ...(Path !== undefined && { Path }) } } };
}

/**
 * Renames an organisational unit and changes its tags. AWS has no way to move one.
 *
 * @throws ConnectorError `UnknownUid`; `InvalidArgument` for a root; `AlreadyExists` when another unit of the parent has the name.
 */
export async function updateUnit({ session, uid, changes, signal }: Update): Promise<string> {
  checkId(uid, unitId);
  const { replace, add, remove } = changes;
  const tags = { replace: replace.Tags, add: add.Tags, remove: remove.Tags };
  refuseInvalid(tagChangeProblems(tags), 'update OrganizationalUnit of aws');
  const { Name = uid } = await describeUnit(session, uid, signal);
  const name = replace.__NAME__ ?? Name;
  await guard(session, { kind: 'organizational unit', names: name === Name ? [Name] : [Name, name] }, 'update OrganizationalUnit', signal);

  const steps: Step[] = changesTags(tags) ? await organizationTagSteps(session, uid, tags, signal) : [];
  if (name !== Name) {
    const run = () => organizations(session, 'UpdateOrganizationalUnit', { OrganizationalUnitId: uid, Name: name }, { signal, uid });
    steps.push({ path: '__NAME__', what: `rename to ${name}`, run });
  }
  await takeAll(steps, 'update OrganizationalUnit', uid, signal);
  return uid;
}

/**
 * Deletes an organisational unit that has neither accounts nor units in it; nothing in it is moved or deleted with it.
 *
 * @throws ConnectorError `UnknownUid`; `InvalidArgument` for a root; `PreconditionFailed` when it is not empty.
 */
export async function deleteUnit({ session, uid, signal }: Delete): Promise<void> {
  checkId(uid, unitId);
  const { Name = uid } = await describeUnit(session, uid, signal);
  await guard(session, { kind: 'organizational unit', names: [Name] }, 'delete OrganizationalUnit', signal);
  await organizations(session, 'DeleteOrganizationalUnit', { OrganizationalUnitId: uid }, { signal, uid });
}
