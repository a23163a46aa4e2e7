import { expect, test } from 'vitest';
import aws from '../../../src/connectors/aws/index.ts';
import { validateConfiguration } from '../../../src/facade/opening/open-connector.ts';
import { messageKeys, messageOf, messageProblems } from '../../../src/spi/messages.ts';
import { spec } from '../../../src/spi/spec.ts';

const catalogues = Object.entries(aws.messages ?? {});

test('there is a German catalogue', () => {
  expect(catalogues.map(([tag]) => tag)).toEqual(['de']);
  expect(messageOf(aws, 'externalId.display', 'de-CH')).toBe('Externe ID');
});

test('no catalogue has a key that nothing asks for', () => {
  expect(messageProblems(aws)).toEqual([]);
});

test.each(catalogues)('the catalogue %s names and explains every setting, class and attribute', (_, catalogue) => {
  const wanted = [...messageKeys(aws).keys()].filter((key) => !key.endsWith('.group'));

  expect(wanted.length).toBeGreaterThan(2 * Object.keys(aws.configuration.properties).length);
  expect(wanted.filter((key) => !catalogue[key]?.trim())).toEqual([]);
});

test.each(catalogues)('the catalogue %s names the same settings, actions and values as the English texts', (_, catalogue) => {
  const quoted = (text: string | undefined) => [...(text ?? '').matchAll(/`[^`]+`/g)].map(([each]) => each).sort();
  const own = messageKeys(aws);

  for (const [key, text] of Object.entries(catalogue)) expect([key, quoted(text)]).toEqual([key, quoted(own.get(key))]);
});

test('the spec speaks German', () => {
  const { configuration, objectClasses } = spec(aws, { locale: 'de-AT' });

  expect(configuration).toMatchObject({ properties: { pageSize: { title: 'Seitengröße', default: 100 } } });
  expect(objectClasses.map(({ title }) => title)).toEqual(expect.arrayContaining(['IAM-Benutzer', 'IAM-Gruppe', 'AWS-Konto', 'Computer']));
  expect(validateConfiguration(aws, { useDefaultCredentials: true })).toEqual([]);
});
