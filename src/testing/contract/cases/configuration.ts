import { openConnector, validateConfiguration } from '../../../facade/opening/open-connector.ts';
import { Secret } from '../../../model/secret.ts';
import { configurationSchema, propertiesOf } from '../../../spi/configuration-schema.ts';
import type { ContractCase } from '../contract-case.ts';
import { checkError, expect, fail } from '../expectations.ts';
import { shownForms } from '../shown-forms.ts';
import type { SuiteSubject } from '../suite-subject.ts';
import { connectorCase } from './connector-case.ts';

interface Setting {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly writeOnly?: unknown;
  readonly 'x-value'?: unknown;
}

/** What the settings of a connector must be, and that wrong ones are refused. */
export function* configuring(subject: SuiteSubject): Iterable<ContractCase> {
  const { connector, wrongConfigurations } = subject;
  const schema = configurationSchema(connector.configuration);
  const settings = propertiesOf(schema) as readonly (readonly [string, Setting])[];
  const noSchema = schema === undefined ? 'the settings are not described by JSON Schema' : undefined;

  yield connectorCase('configuration/valid', 'the configuration of the suite has no problems', async () => {
    const problems = validateConfiguration(connector, await subject.configuration());
    expect(problems.length === 0, () => `the configuration has problems: ${problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  });

  yield connectorCase(
    'configuration/types',
    'every setting says of which type it is',
    async () => {
      const known = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null'];
      const wrong = settings.filter(([, { type, enum: allowed, const: fixed, 'x-value': program, ...rest }]) => {
        if (allowed !== undefined || fixed !== undefined || program !== undefined) return false;
        if (['anyOf', 'oneOf', 'allOf', '$ref'].some((keyword) => keyword in rest)) return false;
        const types = Array.isArray(type) ? type : [type];
        return !types.every((each) => known.includes(each as string));
      });
      expect(wrong.length === 0, () => `settings without a known type: ${wrong.map(([name]) => name).join(', ')}`);
    },
    noSchema,
  );

  yield connectorCase(
    'configuration/defaults',
    'every default is allowed by its own setting',
    async () => {
      const given = await subject.configuration();
      const wrong = settings.flatMap(([name, setting]) => {
        if (setting.default === undefined) return [];
        const problems = validateConfiguration(connector, { ...given, [name]: setting.default });
        return problems.filter(({ path }) => path.split(/[.[]/)[0] === name).map(({ message }) => `${name} ${message}`);
      });
      expect(wrong.length === 0, () => `defaults that are not allowed: ${wrong.join('; ')}`);
    },
    noSchema ?? (settings.some(([, each]) => each.default !== undefined) ? undefined : 'no setting has a default'),
  );

  yield connectorCase(
    'configuration/secrets-guarded',
    'a setting whose name says that it is a secret is one',
    async () => {
      const telling = /(password|passphrase|secret|privatekey|apikey|accesstoken)$/i;
      const wrong = settings.filter(
        ([name, { type, writeOnly }]) => telling.test(name.replaceAll(/[-_]/g, '')) && type === 'string' && writeOnly !== true,
      );
      expect(wrong.length === 0, () => `settings that look like secrets and are not marked writeOnly: ${wrong.map(([name]) => name).join(', ')}`);
    },
    noSchema,
  );

  yield connectorCase(
    'configuration/unknown-setting',
    'a setting that the connector does not have is refused',
    async () => {
      const problems = validateConfiguration(connector, { ...(await subject.configuration()), 'no such setting': 1 });
      expect(problems.length > 0, () => 'a setting that the connector does not have is accepted: a misspelt one would be ignored');
    },
    noSchema,
  );

  yield connectorCase(
    'configuration/wrong-refused',
    'each of the wrong configurations is refused, when it is checked, opened or tested',
    async () => {
      const given = await subject.configuration();
      for (const [i, wrong] of wrongConfigurations.entries()) {
        const failure = await failureOf({ ...given, ...wrong });
        if (failure === undefined) fail(`wrong configuration ${i} (${Object.keys(wrong).join(', ')}) is not refused`);
      }
    },
    wrongConfigurations.length === 0 ? 'no wrong configurations were given (option wrongConfigurations)' : undefined,
  );

  const guarded = settings.filter(([, { writeOnly, type }]) => writeOnly === true && type === 'string').map(([name]) => name);
  yield connectorCase(
    'configuration/secrets-hidden',
    'what is said of a wrong configuration shows none of its secrets',
    async () => {
      const given = await subject.configuration();
      const marked = Object.fromEntries(guarded.map((name) => [name, `contract-secret-of-${name}`]));
      const own = guarded.map((name) => given[name]).map((value) => (value instanceof Secret ? value.reveal() : value));
      const texts = [...Object.values(marked), ...own].filter((each): each is string => typeof each === 'string' && each.length >= 4);
      for (const wrong of [...wrongConfigurations, { 'no such setting': 1 }, {}]) {
        for (const settings of [
          { ...given, ...wrong },
          { ...given, ...marked, ...wrong },
        ]) {
          const shown = shownForms([await failureOf(settings), validateConfiguration(connector, settings)]);
          expect(!texts.some((each) => shown.includes(each)), () => 'what is said of a wrong configuration shows a secret setting');
        }
      }
    },
    noSchema ?? (guarded.length === 0 ? 'no setting is a secret' : undefined),
  );

  /** How a configuration fails: when it is opened, or when the connection is tested; undefined when it does not. */
  async function failureOf(settings: Readonly<Record<string, unknown>>): Promise<unknown> {
    try {
      const facade = await openConnector(connector, settings);
      try {
        if (facade.supports('test')) await facade.test();
      } finally {
        await facade.close();
      }
      return undefined;
    } catch (error) {
      checkError('a wrong configuration', error);
      return error;
    }
  }
}
