import { ConnectorError, type Problem } from '../model/errors.ts';
import type { JsonSchema } from '../model/json-schema.ts';
import type { MessageArguments } from '../model/message-arguments.ts';
import { printable, similarName } from '../model/wording.ts';
import { configurationSchema, propertiesOf } from './configuration-schema.ts';
import type { AnyConnector } from './connector.ts';
import { canonicalLocale, localeProblems } from './locales.ts';

/** Texts by language tag and key. The tag `''` is the catalogue of the last resort. */
export type Messages = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The languages that somebody reads, the best one first: `de-CH`, or `['de-CH', 'fr']`. */
export type Locale = string | readonly string[];

/**
 * The texts of a connector that can be said in other languages: their keys, with what the definition itself says, if anything.
 *
 * @example
 * messageKeys(aws).get('region.display');  // 'Region'
 */
export function messageKeys(connector: AnyConnector): ReadonlyMap<string, string | undefined> {
  const keys = new Map<string, string | undefined>();
  keys.set('connector.display', connector.displayName ?? connector.name);
  keys.set('connector.category', connector.category);
  addSettings(keys, configurationSchema(connector.configuration), '');
  for (const { name, title, description, attributes } of connector.objectClasses) {
    keys.set(`${name}.display`, title ?? name).set(`${name}.help`, description);
    for (const [attribute, info] of Object.entries(attributes)) {
      keys.set(`${name}.${attribute}.display`, info.title ?? attribute).set(`${name}.${attribute}.help`, info.description);
    }
  }
  return keys;
}

function addSettings(keys: Map<string, string | undefined>, schema: JsonSchema | undefined, prefix: string): void {
  for (const [name, each] of propertiesOf(schema)) {
    const path = `${prefix}${name}`;
    keys
      .set(`${path}.display`, text(each.title) ?? name)
      .set(`${path}.help`, text(each.description))
      .set(`${path}.group`, text(each['x-group']));
    addSettings(keys, each, `${path}.`);
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/**
 * A text of a connector in the reader's language.
 *
 * The catalogue is found as RFC 4647 (3.4, Lookup) says: `de-CH-1996`, `de-CH`, `de`, each language of the reader in turn, and for each key
 * alone, so that a catalogue of a dialect need only hold what differs. Then the catalogue `''`, `en`, and what the definition itself says.
 *
 * @param connector  The connector.
 * @param key        `url.display`, `__ACCOUNT__.mail.help`, `error.…`.
 * @param locale     Language tags (BCP 47); `*` and none mean: whatever there is.
 * @param args       What `{name}` in the text stands for; placeholders without an argument stay.
 * @returns undefined when nothing has a text for the key.
 * @throws ConnectorError `InvalidArgument` for what is no language tag.
 *
 * @example
 * messageOf(aws, 'region.display', 'de-CH');  // 'Region'
 */
export function messageOf(connector: AnyConnector, key: string, locale?: Locale, args?: MessageArguments): string | undefined {
  return messagesIn(connector, locale)(key, args);
}

/** The texts of a connector in a language, to be asked for many keys. */
export function messagesIn(connector: AnyConnector, locale: Locale = []): (key: string, args?: MessageArguments) => string | undefined {
  const catalogues = new Map(Object.entries(connector.messages ?? {}).map(([tag, catalogue]) => [canonicalLocale(tag), catalogue] as const));
  const wanted = (typeof locale === 'string' ? [locale] : locale).flatMap(ranges);
  const chain = [...wanted, '', 'en'].map((tag) => catalogues.get(tag)).filter((catalogue) => catalogue !== undefined);
  const own = messageKeys(connector);
  return (key, args = {}) => {
    const found = chain.find((catalogue) => Object.hasOwn(catalogue, key))?.[key] ?? own.get(key);
    return found?.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = Object.hasOwn(args, name) ? args[name] : undefined;
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : placeholder;
    });
  };
}

/** A language tag and what it becomes as one subtag after the other is taken off. RFC 4647, 3.4; what then ends in a single letter is no tag and finds nothing. */
function ranges(tag: string): string[] {
  if (tag === '*' || tag === '') return [];
  const canonical = canonicalLocale(tag);
  if (canonical === undefined) {
    const message = `must be a language tag, such as de or de-CH (got ${printable(tag)})`;
    throw new ConnectorError('InvalidArgument', `locale ${message}`, { problems: [{ path: 'locale', message }] });
  }
  const parts = canonical.split('-');
  return parts.map((_, taken) => parts.slice(0, parts.length - taken).join('-'));
}

/**
 * What an error says, in the reader's language: the text that its `messageKey` names in the connector's messages, else its own message.
 *
 * @throws ConnectorError `InvalidArgument` for what is no language tag.
 *
 * @example
 * const error = new ConnectorError('Retryable', 'the mailbox is being moved', { messageKey: 'error.moving' });
 * localizedMessage(error, myConnector, 'de');  // 'Das Postfach wird gerade verschoben'
 */
export function localizedMessage(error: ConnectorError, connector: AnyConnector, locale: Locale): string {
  const found = error.messageKey === undefined ? undefined : messageOf(connector, error.messageKey, locale, error.messageArguments);
  // With a placeholder left it says less than the message in English.
  return found === undefined || /\{\w+\}/.test(found) ? error.message : found;
}

/**
 * What is wrong with the messages of a connector: tags that are none, keys that nothing asks for, texts that are none. An empty list means right.
 *
 * Keys that begin with `error.` are the connector's own.
 *
 * @example
 * messageProblems(aws);  // []
 */
export function messageProblems(connector: AnyConnector): readonly Problem[] {
  const { messages = {} } = connector;
  const known = messageKeys(connector);
  const described = configurationSchema(connector.configuration) !== undefined;
  const problems = localeProblems(messages);
  for (const [tag, catalogue] of Object.entries(messages)) {
    for (const [key, value] of Object.entries(catalogue)) {
      const path = `messages.${tag}.${key}`;
      if (typeof value !== 'string') problems.push({ path, message: `must be text (got ${printable(value)})` });
      else if (!known.has(key) && !key.startsWith('error.') && (described || key.startsWith('connector.'))) {
        const near = similarName(key, [...known.keys()]);
        problems.push({ path, message: near ? `is not a key of ${connector.name}; did you mean "${near}"?` : `is not a key of ${connector.name}` });
      }
    }
  }
  return problems;
}
