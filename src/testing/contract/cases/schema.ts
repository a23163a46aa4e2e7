import type { AttributeInfo } from '../../../model/attribute.ts';
import { conversionOf } from '../../../model/convert-value.ts';
import type { Problem } from '../../../model/errors.ts';
import { specialAttributes } from '../../../model/special-attributes.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect, fail, mismatch } from '../expectations.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { casesOf } from './class-cases.ts';

/** What the schema of a class must be: something that can be kept. */
export function* schemaOfClass(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'schema');
  const { objectClass } = subject;
  const entries = Object.entries(objectClass.attributes);
  /** Expects no attribute to be wrong. */
  const expectNone = (wrong: readonly string[]) => expect(wrong.length === 0, () => `${objectClass.name}: ${wrong.join('; ')}`);
  const each = (problem: (attribute: AttributeInfo, name: string) => string | undefined) => {
    expectNone(entries.flatMap(([name, attribute]) => (problem(attribute, name) === undefined ? [] : [`${name} ${problem(attribute, name)}`])));
  };

  yield make('schema/name', 'it has __NAME__, a text with a single value that can be read', async () => {
    const name = objectClass.attributes.__NAME__ ?? fail(`${objectClass.name} has no __NAME__, which every class has`);
    expect(name.type === 'string' && !name.multiValued, () =>
      mismatch('the type of __NAME__', 'string', name.multiValued ? `several ${name.type}` : name.type),
    );
    expect(name.readable !== false, () => '__NAME__ cannot be read, so no row has its name');
  });

  yield make('schema/no-uid', '__UID__ is no attribute', async () => {
    const wrong = entries.filter(([name]) => name.toUpperCase() === '__UID__');
    expect(wrong.length === 0, () => `${objectClass.name} has __UID__ among its attributes; the uid is beside them`);
  });

  yield make('schema/distinct-names', 'no two attributes have names, or other spellings, that differ in case alone', async () => {
    const spellings = entries.flatMap(([name, { aliases = [] }]) => [name, ...aliases].map((each) => each.toLowerCase()));
    expectNone(spellings.filter((each, i) => spellings.indexOf(each) !== i).map((each) => `"${each}" names two attributes`));
  });

  yield make('schema/special-types', 'ICF’s own names have ICF’s types, and no other name looks like one', async () =>
    each(({ type, multiValued = false }, name) => {
      const known = Object.hasOwn(specialAttributes, name) ? specialAttributes[name as keyof typeof specialAttributes] : undefined;
      if (!known) return /^__.*__$/.test(name) ? 'looks like a name of ICF and is none' : undefined;
      const same = type === known.type && multiValued === (known.multiValued ?? false);
      return same ? undefined : `is ${multiValued ? 'several ' : ''}${type}; ICF says ${known.multiValued ? 'several ' : ''}${known.type}`;
    }),
  );

  yield make('schema/secrets-hidden', 'a secret cannot be read', async () =>
    each(({ type, readable }) => (['secret', 'secretBytes'].includes(type) && readable !== false ? 'is a secret and can be read' : undefined)),
  );

  yield make('schema/hidden-not-returned', 'what cannot be read is not returned by default', async () =>
    each(({ readable, returnedByDefault }) =>
      readable === false && returnedByDefault !== false ? 'cannot be read and is returned by default' : undefined,
    ),
  );

  yield make('schema/required-possible', 'a required attribute can be set by who creates, or is set by the system and read', async () =>
    each(({ required, creatable, readable, default: value }) => {
      if (!required) return undefined;
      if (creatable === false && readable === false) return 'is required, and can be neither set in a create nor read';
      return creatable === false && value !== undefined ? 'has a default, and cannot be set in a create' : undefined;
    }),
  );

  yield make('schema/usable', 'every attribute can be written or read', async () =>
    each(({ creatable, updateable, readable }) =>
      creatable === false && updateable === false && readable === false ? 'can be neither written nor read' : undefined,
    ),
  );

  yield make('schema/facets', 'lengths, patterns and allowed values can be met', async () =>
    each(({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, allowedValues, type, multiValued, default: value }, name) => {
      if (minLength > maxLength) return `is at least ${minLength} and at most ${maxLength} long`;
      if (pattern !== undefined && !isExpression(pattern)) return `has the pattern ${pattern}, which is no regular expression`;
      if (allowedValues?.length === 0) return 'has no allowed values';
      const one = { ...objectClass.attributes[name], type, multiValued: false };
      const wrong = allowedValues?.find((each) => !allowed(one, each));
      if (wrong !== undefined) return `allows ${JSON.stringify(wrong)}, which its other facets do not`;
      return value !== undefined && !allowed({ ...one, multiValued: multiValued ?? false }, value)
        ? 'has a default that its own schema does not allow'
        : undefined;
    }),
  );

  yield make('schema/sortable', 'what can be sorted by can be read and has an order', async () =>
    each(({ sortable, readable, type }) =>
      sortable && (readable === false || ['map', 'reference', 'secret', 'secretBytes'].includes(type))
        ? `is sortable and ${readable === false ? 'cannot be read' : `a ${type}`}`
        : undefined,
    ),
  );

  yield make('schema/references', 'references name classes that the connector has', async () => {
    const { objectClasses } = await (await subject.facade()).schema();
    const known = objectClasses.map(({ name }) => name.toLowerCase());
    each(({ type, objectClass: target }) =>
      type === 'reference' && target !== undefined && !known.includes(target.toLowerCase())
        ? `points to ${target}, which is no class of the connector`
        : undefined,
    );
  });

  yield make('schema/options', 'options are declared for operations that the class has', async () => {
    const wrong = Object.entries(objectClass.options ?? {}).filter(
      ([operation, options]) => Object.keys(options ?? {}).length > 0 && !subject.supports(operation as never),
    );
    expectNone(wrong.map(([operation]) => `options are declared for ${operation}, which the class does not have`));
  });

  yield make('schema/operations', 'the facade supports what the connector implements', async () => {
    const facade = await subject.facade();
    const { operations } = await facade.schema();
    const supported = (['create', 'update', 'delete', 'get', 'search', 'sync', 'authenticate', 'resolveUsername'] as const).filter((each) =>
      facade.supports(objectClass.name, each),
    );
    expect(supported.length > 0 || objectClass.embedded === true || objectClass.auxiliary === true, () => `${objectClass.name} has no operations`);
    expectNone(
      supported.filter((operation) => !operations.includes(operation)).map((operation) => `${operation} is not among the operations of the schema`),
    );
    expectNone(supported.includes('sync') && !facade.supports(objectClass.name, 'latestSyncToken') ? ['it has sync and no latestSyncToken'] : []);
  });
}

function allowed(attribute: AttributeInfo, value: unknown): boolean {
  const problems: Problem[] = [];
  conversionOf(attribute)(value, '', problems);
  return problems.length === 0;
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
