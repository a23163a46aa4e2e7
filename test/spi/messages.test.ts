import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { attr } from '../../src/model/attribute.ts';
import { ConnectorError } from '../../src/model/errors.ts';
import { objectClass } from '../../src/model/object-class.ts';
import { defineConnector } from '../../src/spi/define-connector.ts';
import { localizedMessage, type Messages, messageKeys, messageOf, messageProblems } from '../../src/spi/messages.ts';
import { spec } from '../../src/spi/spec.ts';

const Account = objectClass(
  '__ACCOUNT__',
  { __NAME__: attr.string(), mail: attr.string({ title: 'Mail', description: 'Where to write.' }) },
  { title: 'Account' },
);

const speaking = (messages: Messages, configuration: object = settings) =>
  defineConnector({
    name: 'hr',
    version: '1.0.0',
    displayName: 'HR',
    messages,
    configuration,
    objectClasses: [Account],
    connect: () => undefined,
    operations: {},
  });

const settings = {
  type: 'object',
  properties: {
    url: { type: 'string', title: 'URL', description: 'Where it is.', 'x-group': 'Network' },
    proxy: { type: 'object', properties: { host: { type: 'string' } } },
  },
};

describe('the catalogue is looked up as RFC 4647 says', () => {
  const catalogue = (text: string) => ({ 'url.display': text });
  const connector = speaking({
    '': catalogue('root'),
    de: catalogue('de'),
    'de-CH': catalogue('de-CH'),
    'zh-Hant': catalogue('zh-Hant'),
    iw: catalogue('he'),
    'pt-br': catalogue('pt-BR'),
  });

  test.each([
    ['de-CH-1996', 'de-CH'],
    ['de-CH', 'de-CH'],
    ['DE-ch', 'de-CH'],
    ['de-AT', 'de'],
    ['de', 'de'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh-Hant-TW-x-private', 'zh-Hant'],
    ['zh-Hans', 'root'],
    ['de-CH-a-extend1-x-wadegile', 'de-CH'],
    ['he-IL', 'he'],
    ['pt-BR', 'pt-BR'],
    ['pt', 'root'],
    ['fr', 'root'],
    ['*', 'root'],
  ])('%s finds %s', (locale, expected) => {
    expect(messageOf(connector, 'url.display', locale)).toBe(expected);
  });

  test('each language of a reader in turn, best first', () => {
    expect(messageOf(connector, 'url.display', ['fr', 'pt-BR', 'de'])).toBe('pt-BR');
    expect(messageOf(connector, 'url.display', ['*', 'de-AT'])).toBe('de');
    expect(messageOf(connector, 'url.display', [])).toBe('root');
    expect(messageOf(connector, 'url.display')).toBe('root');
  });

  test('key by key: a dialect need hold only what differs', () => {
    const both = speaking({ de: { 'url.display': 'Adresse', 'url.help': 'Wo es ist.' }, 'de-CH': { 'url.display': 'Adrässe' } });

    expect([messageOf(both, 'url.display', 'de-CH'), messageOf(both, 'url.help', 'de-CH')]).toEqual(['Adrässe', 'Wo es ist.']);
  });

  test('the last resorts are the catalogue without a language, then English, then what the definition says', () => {
    expect(messageOf(speaking({ '': catalogue('root'), en: catalogue('en') }), 'url.display', 'fr')).toBe('root');
    expect(messageOf(speaking({ en: catalogue('en') }), 'url.display', 'fr')).toBe('en');
    expect(messageOf(speaking({}), 'url.display', 'fr')).toBe('URL');
    expect(messageOf(speaking({}), 'url.help', 'fr')).toBe('Where it is.');
    expect(messageOf(speaking({}), '__ACCOUNT__.mail.help', 'fr')).toBe('Where to write.');
    expect(messageOf(speaking({}), 'proxy.host.display', 'fr')).toBe('host');
    expect(messageOf(speaking({}), 'connector.display', 'fr')).toBe('HR');
    expect(messageOf(speaking({}), 'nothing', 'fr')).toBeUndefined();
    expect(messageOf(speaking({}), 'toString', 'fr')).toBeUndefined();
  });

  test.each(['de_DE', 'deutsch!', 'd', ' de', 'de-'])('%j is no language tag', (locale) => {
    expect(() => messageOf(connector, 'url.display', locale)).toThrow(/locale must be a language tag, such as de or de-CH \(got /);
  });

  test('any tag of BCP 47 finds something, and the first catalogue that is a beginning of it', () => {
    const subtag = fc.stringMatching(/^[a-z0-9]{5,8}$/);
    const tag = fc
      .tuple(fc.constantFrom('de', 'de-CH', 'de-AT', 'fr'), fc.uniqueArray(subtag, { maxLength: 3 }))
      .map((parts) => parts.flat().join('-'));

    fc.assert(
      fc.property(tag, (locale) => {
        const expected = locale.startsWith('de-CH') ? 'de-CH' : locale.startsWith('de') ? 'de' : 'root';
        expect(messageOf(connector, 'url.display', locale)).toBe(expected);
      }),
    );
  });
});

test('placeholders are filled with what is given and stay without it', () => {
  const connector = speaking({ de: { 'error.full': '{name} hat {count} von {count}: {missing} {constructor}' } });

  expect(messageOf(connector, 'error.full', 'de', { name: '{count}', count: 5 })).toBe('{count} hat 5 von 5: {missing} {constructor}');
  expect(messageOf(connector, 'error.full', 'de', { name: { secret: 1 } as never })).toContain('{name}');
});

describe('an error', () => {
  const connector = speaking({ de: { 'error.full': '{name} ist voll' } });
  const details = { messageKey: 'error.full', messageArguments: { name: 'Gruppe' } };

  test('says its message in the language of the reader', () => {
    expect(localizedMessage(new ConnectorError('QuotaExceeded', 'it is full', details), connector, 'de-AT')).toBe('Gruppe ist voll');
  });

  test('says it in English where there is no text, and where an argument is missing', () => {
    expect(localizedMessage(new ConnectorError('QuotaExceeded', 'it is full', details), connector, 'fr')).toBe('it is full');
    expect(localizedMessage(new ConnectorError('QuotaExceeded', 'it is full'), connector, 'de')).toBe('it is full');
    expect(localizedMessage(new ConnectorError('QuotaExceeded', 'it is full', { messageKey: 'error.full' }), connector, 'de')).toBe('it is full');
  });

  test('without a key looks as it did', () => {
    expect(inspect(new ConnectorError('QuotaExceeded', 'it is full'))).not.toContain('messageKey');
    expect(JSON.stringify(new ConnectorError('QuotaExceeded', 'it is full'))).not.toContain('messageKey');
  });
});

describe('a catalogue', () => {
  test('under what is no language tag is refused when the connector is defined, and a second one of a language', () => {
    expect(() => speaking({ de_DE: {} })).toThrow('messages.de_DE: is not a language tag');
    expect(() => speaking({ 'de-CH': {}, 'de-ch': {} })).toThrow('messages.de-ch: is the same language as "de-CH"');
    expect(speaking({ '': {} }).name).toBe('hr');
  });

  test('with keys that nothing asks for, or with what is no text, has problems', () => {
    const connector = speaking({
      de: {
        'url.dispaly': 'x',
        '__ACCOUNT__.mail.help': 'x',
        'proxy.host.help': 'x',
        'url.group': 'x',
        'error.mine': 'x',
        'connector.category': 'x',
        'url.display': 5 as never,
        nothing: 'x',
      },
    });

    expect(messageProblems(connector)).toEqual([
      { path: 'messages.de.url.dispaly', message: 'is not a key of hr; did you mean "url.display"?' },
      { path: 'messages.de.url.display', message: 'must be text (got 5)' },
      { path: 'messages.de.nothing', message: 'is not a key of hr' },
    ]);
    expect(messageProblems({ ...connector, messages: { 'x y': {} } })).toEqual([
      { path: 'messages.x y', message: expect.stringContaining('language tag') },
    ]);
  });

  test('knows the settings that a library describes', () => {
    const configuration = z.object({ url: z.url().meta({ title: 'URL' }) });

    expect(messageKeys(speaking({}, configuration)).get('url.display')).toBe('URL');
    expect(messageProblems(speaking({ de: { 'url.help': 'x', 'ulr.help': 'x' } }, configuration))).toMatchObject([{ path: 'messages.de.ulr.help' }]);
    expect(spec(speaking({ de: { 'url.help': 'Wo es ist.' } }, configuration), { locale: 'de' }).configuration).toMatchObject({
      properties: { url: { title: 'URL', description: 'Wo es ist.', format: 'uri' } },
    });
  });
});
