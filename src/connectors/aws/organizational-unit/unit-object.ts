import type { Root, OrganizationalUnit as WireUnit } from '@aws-sdk/client-organizations';
import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { organizationTags } from '../organisation/organization-tags.ts';
import { parentOf, rootsOf } from '../organisation/organization-tree.ts';
import { allAnswers, organizations, pageInput, unlessNotFound } from '../organisation/organizations.ts';
import type { AwsSession } from '../session.ts';
import type { OrganizationalUnit } from './organizational-unit-class.ts';

/** A unit or a root as the connector hands it out. */
export type UnitObject = ConnectorObject<typeof OrganizationalUnit>;

/** What a read of units needs to know. */
export interface UnitRead {
  readonly session: AwsSession;
  readonly attributesToGet: NamesToGet<typeof OrganizationalUnit>;
  readonly signal: AbortSignal;
}

/** One unit as it is now, by DescribeOrganizationalUnit, or one root, by ListRoots; undefined when there is none. */
export async function readUnit(read: UnitRead, id: string): Promise<UnitObject | undefined> {
  if (id.startsWith('r-')) {
    const root = (await rootsOf(read.session, read.signal)).find(({ Id }) => Id === id);
    return root && rootObject(read, root);
  }
  return unlessNotFound(async () => unitObject(read, await describeUnit(read.session, id, read.signal), undefined));
}

/**
 * A unit by DescribeOrganizationalUnit.
 *
 * @throws ConnectorError `UnknownUid`.
 */
export async function describeUnit(session: AwsSession, uid: string, signal: AbortSignal): Promise<WireUnit> {
  const { OrganizationalUnit: unit } = await organizations(session, 'DescribeOrganizationalUnit', { OrganizationalUnitId: uid }, { signal, uid });
  if (!unit) throw new ConnectorError('ConnectorIO', `AWS answered DescribeOrganizationalUnit of ${uid} without the unit`);
  return unit;
}

/**
 * A unit as an object of the class, with what else was asked for.
 *
 * @param parent  Where it was listed; undefined when that is not known.
 */
export async function unitObject(read: UnitRead, unit: WireUnit, parent: string | undefined): Promise<UnitObject> {
  const { Id: id, Name, Arn, Path } = unit;
  if (!id || !Name) throw new ConnectorError('ConnectorIO', `AWS answered with an organisational unit without id or name (${id ?? 'no id'})`);
  const ParentId = read.attributesToGet.has('ParentId') ? (parent ?? (await parentOf(read.session, id, Path, read.signal))) : undefined;
  return { uid: id, name: Name, attributes: { Arn, Path, ParentId, ...(await askedFor(read, id)) } };
}

/** A root as an object of the class. */
export async function rootObject(read: UnitRead, { Id: id, Name, Arn }: Root): Promise<UnitObject> {
  if (!id) throw new ConnectorError('ConnectorIO', 'AWS answered with a root without an id');
  return { uid: id, name: Name || id, attributes: { Arn, ...(await askedFor(read, id)) } };
}

/** The units directly in a root or unit. */
export function childUnits(session: AwsSession, parent: string, signal: AbortSignal): Promise<WireUnit[]> {
  return allAnswers(
    (token) => listUnits(session, parent, token, signal),
    ({ OrganizationalUnits }) => OrganizationalUnits,
  );
}

/** One answer of ListOrganizationalUnitsForParent. */
export function listUnits(session: AwsSession, parent: string, token: string | undefined, signal: AbortSignal) {
  const about = { path: 'ParentId', value: parent };
  return organizations(session, 'ListOrganizationalUnitsForParent', { ParentId: parent, ...pageInput(token) }, { signal, about });
}

async function askedFor({ session, attributesToGet, signal }: UnitRead, id: string) {
  const ChildUnits = attributesToGet.has('ChildUnits') ? (await childUnits(session, id, signal)).flatMap((unit) => unit.Id ?? []) : undefined;
  const Accounts = attributesToGet.has('Accounts') ? await accountsIn(session, id, signal) : undefined;
  const Tags = attributesToGet.has('Tags') ? await organizationTags(session, id, signal) : undefined;
  return { ChildUnits, Accounts, Tags };
}

async function accountsIn(session: AwsSession, parent: string, signal: AbortSignal): Promise<string[]> {
  const read = (token: string | undefined) => organizations(session, 'ListAccountsForParent', { ParentId: parent, ...pageInput(token) }, { signal });
  return (await allAnswers(read, (answer) => answer.Accounts)).flatMap(({ Id }) => Id ?? []);
}
