import type { AttributeType } from './attribute.ts';
import type { Secret } from './secret.ts';

/** The types that ICF fixes for its own attribute names; an object class that declares one differently does not compile. */
export interface SpecialAttributes {
  __NAME__: string;
  __ENABLE__: boolean;
  __ENABLE_DATE__: bigint;
  __DISABLE_DATE__: bigint;
  __LOCK_OUT__: boolean;
  __PASSWORD__: Secret;
  __CURRENT_PASSWORD__: Secret;
  __PASSWORD_EXPIRED__: boolean;
  __PASSWORD_EXPIRATION_DATE__: bigint;
  __PASSWORD_CHANGE_INTERVAL__: bigint;
  __LAST_PASSWORD_CHANGE_DATE__: bigint;
  __LAST_LOGIN_DATE__: bigint;
  __FORCE_PASSWORD_CHANGE__: boolean;
  __SHORT_NAME__: string;
  __DESCRIPTION__: string;
  __GROUPS__: readonly string[];
  __AUXILIARY_OBJECT_CLASS__: readonly string[];
}

/** What ICF says of one of its own attribute names. */
export interface SpecialAttribute {
  readonly type: AttributeType;
  readonly multiValued?: boolean;
  readonly meaning: string;
}

/**
 * ICF's own attribute names with their types and meanings. ICF: OperationalAttributes, PredefinedAttributes.
 *
 * @example
 * specialAttributes.__LOCK_OUT__.meaning;  // 'Whether the object is locked out, as after too many wrong passwords.'
 */
export const specialAttributes: { readonly [K in keyof SpecialAttributes]: SpecialAttribute } = {
  __NAME__: { type: 'string', meaning: 'The name by which people know the object; every object class has it. A row carries it as `name`.' },
  __ENABLE__: { type: 'boolean', meaning: 'Whether the object is enabled.' },
  __ENABLE_DATE__: { type: 'long', meaning: 'When the object becomes enabled, in milliseconds since 1970.' },
  __DISABLE_DATE__: { type: 'long', meaning: 'When the object becomes disabled, in milliseconds since 1970.' },
  __LOCK_OUT__: { type: 'boolean', meaning: 'Whether the object is locked out, as after too many wrong passwords.' },
  __PASSWORD__: { type: 'secret', meaning: 'The password. Written, never read.' },
  __CURRENT_PASSWORD__: {
    type: 'secret',
    meaning: 'The password that a user changing their own presents. Written beside `__PASSWORD__`, never read.',
  },
  __PASSWORD_EXPIRED__: { type: 'boolean', meaning: 'Whether the password has expired.' },
  __PASSWORD_EXPIRATION_DATE__: { type: 'long', meaning: 'When the password expires, in milliseconds since 1970.' },
  __PASSWORD_CHANGE_INTERVAL__: { type: 'long', meaning: 'How often the password must be changed, in milliseconds.' },
  __LAST_PASSWORD_CHANGE_DATE__: { type: 'long', meaning: 'When the password was last changed, in milliseconds since 1970.' },
  __LAST_LOGIN_DATE__: { type: 'long', meaning: 'When the object last logged in, in milliseconds since 1970.' },
  __FORCE_PASSWORD_CHANGE__: { type: 'boolean', meaning: 'Whether the password must be changed at the next login.' },
  __SHORT_NAME__: { type: 'string', meaning: 'A short name for display.' },
  __DESCRIPTION__: { type: 'string', meaning: 'A description for people.' },
  __GROUPS__: { type: 'string', multiValued: true, meaning: 'The groups that the object is a member of, by uid.' },
  __AUXILIARY_OBJECT_CLASS__: { type: 'string', multiValued: true, meaning: 'The auxiliary classes whose attributes the object has too.' },
};
