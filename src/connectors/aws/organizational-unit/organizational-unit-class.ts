import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { standardOptions } from '../../../model/standard-options.ts';
import { fromAws } from '../attribute-patterns.ts';
import { type IdForm, parentIdHint, parentIdPattern, unitIdPattern } from '../organisation/organization-ids.ts';
import { resourceTagFlags, resourceTagProperties } from '../organisation/resource-tags.ts';

/** Uids of the class: of units and of the root above them. */
export const containerId: IdForm = { pattern: parentIdPattern, wording: 'the id of an organisational unit (ou-…) or of a root (r-…)' };

/** Ids of what can be written: units alone. */
export const unitId: IdForm = { pattern: unitIdPattern, wording: 'the id of an organisational unit (ou-…): a root cannot be written' };

/**
 * The organisational units of an organisation, and its root. A row's uid is the id of the unit or root.
 *
 * AWS: Organizations API reference, OrganizationalUnit and Root.
 *
 * @example
 * type Units = ObjectClassOf<typeof aws, 'OrganizationalUnit'>;
 */
export const OrganizationalUnit = objectClass(
  'OrganizationalUnit',
  {
    __NAME__: attr.string({
      required: true,
      nativeName: 'Name',
      title: 'Unit name',
      description: 'Unique among the units of one parent, case included.',
      minLength: 1,
      maxLength: 128,
    }),
    Arn: attr.string({ ...fromAws, required: true, title: 'ARN' }),
    ParentId: attr.string({
      updateable: false,
      title: 'Parent',
      description: 'The root or unit that the unit is in; the setting `parentId` when a create names none. AWS cannot move a unit. A root has none.',
      maxLength: 68,
      pattern: parentIdPattern,
      patternHint: parentIdHint,
    }),
    Path: attr.string({ ...fromAws, title: 'Path', description: 'The ids from the organisation to the unit, where AWS says them: o-…/r-…/ou-…/.' }),
    ChildUnits: attr.string({
      ...fromAws,
      multiValued: true,
      returnedByDefault: false,
      title: 'Child units',
      description: 'Ids of the units directly in it.',
    }),
    Accounts: attr.string({
      ...fromAws,
      multiValued: true,
      returnedByDefault: false,
      title: 'Accounts',
      description: 'Ids of the accounts directly in it.',
    }),
    Tags: attr.object(resourceTagProperties, { ...resourceTagFlags, returnedByDefault: false }),
  },
  {
    title: 'Organisational unit',
    description: 'The organisational units of the organisation, and its root.',
    container: true,
    options: { search: { SCOPE: standardOptions.SCOPE, CONTAINER: standardOptions.CONTAINER } },
  },
);
