import type { AnyAttributes } from '../../model/attribute-value.ts';
import { programValue } from '../../model/json-schema.ts';

/** An object that is there from the beginning. Attributes may be written as for a create, those that only the system sets among them. */
export interface SeedObject {
  readonly objectClass: string;
  /** Generated when left out; with `uid: 'name'` it is the name. */
  readonly uid?: string | undefined;
  readonly name: string;
  readonly attributes?: AnyAttributes | undefined;
}

/**
 * The settings of the `memory` connector.
 *
 * @example
 * configuration.properties.pageSize.default;  // 1000
 */
export const configuration = {
  type: 'object',
  additionalProperties: false,
  properties: {
    objects: programValue<readonly SeedObject[]>(
      'object',
      'A list of the objects that are there from the beginning: `{ objectClass, uid, name, attributes }`.',
    ),
    uid: {
      enum: ['generated', 'name'],
      default: 'generated',
      title: 'Uid',
      description:
        'Where uids come from. `generated`: a UUID, which a rename keeps. `name`: the name itself, so that a rename gives a new uid, as in AWS IAM.',
    },
    uidSeed: {
      type: 'integer',
      title: 'Seed of the uids',
      description: 'Makes generated uids the same in every run. Without it they are random.',
    },
    pageSize: {
      type: 'integer',
      default: 1000,
      minimum: 1,
      title: 'Page size',
      description: 'Objects of a page when the caller does not say.',
    },
    requireRevision: {
      type: 'boolean',
      default: false,
      title: 'Revision required',
      description:
        'Whether updates and deletions must name the revision that they are about; those that do not are refused with PreconditionRequired.',
    },
    changesKept: {
      type: 'integer',
      default: 100_000,
      minimum: 1,
      title: 'Changes kept',
      description:
        'How many changes back a sync may begin. An older token is refused with InvalidArgument; a sync from the beginning is always possible.',
    },
  },
} as const;
