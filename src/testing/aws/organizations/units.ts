import { type ActionTable, action } from '../action.ts';
import { tagList } from '../tags.ts';
import { required } from '../validation.ts';
import type { XmlObject } from '../xml.ts';
import type { Organization, Unit } from './organization.ts';
import { constraintViolation, duplicateUnit, parentNotFound, unitNotEmpty, unitNotFound } from './organization-errors.ts';
import { parentId, resourceName, unitId } from './organization-fields.ts';
import { listed, listFields } from './organization-page.ts';
import { putResourceTags } from './organization-tags.ts';

// AWS: Organizations, quotas.
const DEEPEST = 5;
const MOST_UNITS = 2000;

function unitAnswer(organization: Organization, unit: Unit): XmlObject {
  return { Id: unit.id, Arn: organization.arn(unit), Name: unit.name, Path: organization.pathOf(unit) };
}

function namedUnit(organization: Organization, id: string): Unit {
  const unit = organization.units.get(id);
  if (!unit) throw unitNotFound();
  return unit;
}

const childUnits = (organization: Organization, parent: string): Unit[] =>
  [...organization.units.values()].filter((unit) => unit.parentId === parent);

function refuseTakenName(organization: Organization, name: string, parent: string, self?: Unit): void {
  if (childUnits(organization, parent).some((unit) => unit.name === name && unit !== self)) throw duplicateUnit();
}

/** Organisational units. */
export const unitActions: ActionTable = {
  CreateOrganizationalUnit: action(
    { ParentId: required(parentId), Name: required(resourceName), Tags: tagList },
    (input, { cloud: { organization } }) => {
      const parent = organization.container(input.ParentId);
      if (!parent) throw parentNotFound();
      refuseTakenName(organization, input.Name, parent.id);
      if (organization.depthOf(parent) >= DEEPEST) throw constraintViolation('OU_DEPTH_LIMIT_EXCEEDED');
      if (organization.units.size >= MOST_UNITS) throw constraintViolation('OU_NUMBER_LIMIT_EXCEEDED');
      // Checked on a copy: nothing is made when the tags are refused.
      const tags = putResourceTags(new Map(), input.Tags);
      const unit = organization.addUnit(input.Name, parent.id);
      for (const [key, value] of tags) unit.tags.set(key, value);
      return { OrganizationalUnit: unitAnswer(organization, unit) };
    },
  ),

  DescribeOrganizationalUnit: action({ OrganizationalUnitId: required(unitId) }, (input, { cloud: { organization } }) => ({
    OrganizationalUnit: unitAnswer(organization, namedUnit(organization, input.OrganizationalUnitId)),
  })),

  UpdateOrganizationalUnit: action({ OrganizationalUnitId: required(unitId), Name: resourceName }, (input, { cloud: { organization } }) => {
    const unit = namedUnit(organization, input.OrganizationalUnitId);
    if (input.Name !== undefined) {
      refuseTakenName(organization, input.Name, unit.parentId, unit);
      unit.name = input.Name;
    }
    return { OrganizationalUnit: unitAnswer(organization, unit) };
  }),

  DeleteOrganizationalUnit: action({ OrganizationalUnitId: required(unitId) }, (input, { cloud: { organization } }) => {
    const unit = namedUnit(organization, input.OrganizationalUnitId);
    const hasAccounts = [...organization.members.values()].some((member) => member.parentId === unit.id);
    if (hasAccounts || childUnits(organization, unit.id).length > 0) throw unitNotEmpty();
    organization.deleteUnit(unit);
    return undefined;
  }),

  ListOrganizationalUnitsForParent: action({ ParentId: required(parentId), ...listFields }, (input, call) => {
    const { organization } = call.cloud;
    if (!organization.container(input.ParentId)) throw parentNotFound();
    return listed(call, input, 'OrganizationalUnits', childUnits(organization, input.ParentId), (unit) => unitAnswer(organization, unit));
  }),
};
