import type { Command } from 'commander';
import type { JsonSchema } from '../model/json-schema.ts';
import { isObject } from '../model/value-kind.ts';
import { configurationSchema, propertiesOf } from '../spi/configuration-schema.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { configOption } from './command.ts';
import { readConfiguration } from './read-configuration.ts';
import type { CommandTerminal } from './terminal.ts';
import { assignment, settingFromText } from './text-values.ts';

/** Where the settings of a connector come from: flags, then the environment, then the file. */
export interface SettingOptions {
  readonly config?: string;
  readonly set?: readonly string[];
  readonly ask?: readonly string[];
}

const PREFIX = 'IDENTITY_CONNECTOR_';

/** Variables with a meaning of their own: the key that values in files are sealed under. */
const reserved = [`${PREFIX}KEY`, `${PREFIX}KEY_FILE`];

/** Gathers an option that may be given several times. */
export const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Adds the options of every command that needs settings. */
export function withSettings(command: Command): Command {
  return command
    .option(...configOption)
    .option('--set <name=value>', 'a setting; may be repeated, and goes before the environment and the file', gathered)
    .option('--ask <setting>', 'ask for a secret setting without showing it; a line of standard input where that is no terminal', gathered);
}

/** The variable of the environment that a setting may come from: `IDENTITY_CONNECTOR_ACCESS_KEY_ID` for `accessKeyId`. */
export function variableOf(setting: string): string {
  const words = setting.replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, (_, before, next, last) => (last ? `${last}_` : `${before}_${next}`));
  return PREFIX + words.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

/**
 * The settings of a connector, from all places they may come from.
 *
 * @throws ConnectorError `Configuration` for the file, `InvalidArgument` for `--set` and `--ask`.
 */
export async function readSettings(connector: AnyConnector, options: SettingOptions, terminal: CommandTerminal): Promise<Record<string, unknown>> {
  const settings: Record<string, unknown> = { ...(await readConfiguration(options.config, terminal)) };
  const schema = configurationSchema(connector.configuration);
  for (const [name, described] of propertiesOf(schema)) {
    const variable = variableOf(name);
    // An empty variable is how scripts say that there is none.
    const text = reserved.includes(variable) ? undefined : terminal.variables.take(variable);
    if (text !== undefined && text !== '') settings[name] = settingFromText(described, text);
  }
  for (const given of options.set ?? []) {
    const { name, text } = assignment(given, '--set');
    const described = schemaAt(schema, name);
    if (described?.writeOnly === true) {
      terminal.variables.guard(text, `[${name}]`);
      terminal.err(
        `warning: --set ${name} leaves a secret in the shell's history; --ask ${name}, the variable ${variableOf(name)} or the file does not\n`,
      );
    }
    put(settings, pathOf(schema, name), settingFromText(described, text));
  }
  for (const name of options.ask ?? []) {
    const text = await terminal.standardInput.secret(name);
    terminal.variables.guard(text, `[${name}]`);
    put(settings, pathOf(schema, name), settingFromText(schemaAt(schema, name), text));
  }
  return settings;
}

/** `proxy.password` is a setting inside another, unless a setting is called so. */
function pathOf(schema: JsonSchema | undefined, name: string): readonly string[] {
  return propertiesOf(schema).some(([own]) => own === name) ? [name] : name.split('.');
}

function schemaAt(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  return pathOf(schema, name).reduce<JsonSchema | undefined>((within, key) => propertiesOf(within).find(([own]) => own === key)?.[1], schema);
}

function put(settings: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  // A name that every object has is a setting like others, and wrong like others.
  const define = (each: unknown) => Object.defineProperty(settings, name, { value: each, enumerable: true, writable: true, configurable: true });
  if (rest.length === 0) {
    define(value);
    return;
  }
  const held = Object.hasOwn(settings, name) ? settings[name] : undefined;
  const inner: Record<string, unknown> = isObject(held) ? { ...held } : {};
  put(inner, rest, value);
  define(inner);
}
