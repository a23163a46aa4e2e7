import { attr, objectClass } from 'identity-connector';

/** Ten attributes, of the kinds that accounts have. */
export const Account = objectClass('__ACCOUNT__', {
  __NAME__: attr.string({ required: true }),
  mail: attr.string(),
  givenName: attr.string(),
  surname: attr.string(),
  employeeNumber: attr.string(),
  department: attr.string(),
  title: attr.string(),
  telephone: attr.string(),
  level: attr.integer(),
  active: attr.boolean(),
  groups: attr.string({ multiValued: true }),
});

/** The attributes of one account, without its name. */
export interface Attributes {
  mail: string;
  givenName: string;
  surname: string;
  employeeNumber: string;
  department: string;
  title: string;
  telephone: string;
  level: number;
  active: boolean;
  groups: string[];
}

export const attributesOf = (number: number): Attributes => ({
  mail: `user${number}@example.org`,
  givenName: `Given${number}`,
  surname: `Surname${number}`,
  employeeNumber: `E${number}`,
  department: `Department ${number % 20}`,
  title: 'Engineer',
  telephone: `+49 30 ${number}`,
  level: number % 10,
  active: number % 2 === 0,
  groups: ['staff', `team${number % 7}`],
});
