import type { Command } from 'commander';
import type { AnyFacade } from '../facade/facade.ts';
import { type OpenOptions, openConnector } from '../facade/opening/open-connector.ts';
import { ConnectorError } from '../model/errors.ts';
import { findAttribute, type ObjectClass } from '../model/object-class.ts';
import { similarName } from '../model/wording.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { runAction } from './command.ts';
import { findConnector } from './find-connector.ts';
import { readSettings, type SettingOptions, withSettings } from './settings.ts';
import type { CommandTerminal } from './terminal.ts';
import { wholeNumber } from './text-values.ts';

/** The options of every command that opens a connector. */
export interface ConnectionOptions extends SettingOptions {
  readonly timeout?: string;
}

/** How a command wants its connector to be opened. */
export interface Opening {
  /** Puts something around the connector before it is opened. */
  readonly around?: (connector: AnyConnector) => AnyConnector;
  readonly options?: OpenOptions;
}

/** An opened connector, with what was opened. */
export interface Connection extends AsyncDisposable {
  readonly facade: AnyFacade;
  readonly connector: AnyConnector;
  /** What every call is given: the signal of Ctrl-C. */
  readonly call: { readonly signal: AbortSignal };
}

/** Adds the options of a command that opens a connector. */
export function withConnection(command: Command): Command {
  return withSettings(command).option('--timeout <milliseconds>', 'the most time for each call, and for each page');
}

/** Opens the connector of a command. */
export async function connect(
  specifier: string,
  options: ConnectionOptions,
  terminal: CommandTerminal,
  { around = (each) => each, options: opening }: Opening = {},
): Promise<Connection> {
  const timeout = wholeNumber(options.timeout, '--timeout');
  const connector = await findConnector(specifier, terminal.directory);
  const settings = await readSettings(connector, options, terminal);
  const { signal } = terminal;
  const facade = await openConnector(around(connector), settings, {
    log: (level, message) => {
      if (level === 'warn' || level === 'error') terminal.err(terminal.variables.hide(`${level}: ${message}\n`));
    },
    signal,
    ...(timeout !== undefined && { timeout }),
    ...opening,
  });
  return { facade, connector, call: { signal }, [Symbol.asyncDispose]: () => facade.close() };
}

/**
 * An object class of an opened connector.
 *
 * @throws ConnectorError `InvalidArgument` with the classes that there are.
 */
export async function classNamed(name: string, { facade, call }: Pick<Connection, 'facade' | 'call'>): Promise<ObjectClass> {
  const { objectClasses } = await facade.schema(call);
  const lower = name.toLowerCase();
  const found = objectClasses.find((each) => each.name === name) ?? objectClasses.find((each) => each.name.toLowerCase() === lower);
  if (found) return found;
  const names = objectClasses.map((each) => each.name);
  const near = similarName(name, names);
  throw new ConnectorError(
    'InvalidArgument',
    `${JSON.stringify(name)} is not an object class${near ? `; did you mean ${near}?` : `; there are ${names.join(', ')}`}`,
  );
}

/** The schema's own spelling of an attribute name; the name itself where there is none, for the facade to refuse. */
export function attributeNamed(objectClass: ObjectClass, name: string): string {
  return findAttribute(objectClass, name)?.[0] ?? name;
}

/** What the action of a command is given besides its arguments. */
export type Action<O> = (options: O, terminal: CommandTerminal) => Promise<number | undefined>;

/** Runs what a command does, with its failures told as the program tells them. */
export function acts<O>(command: Command, terminal: CommandTerminal, end: (code: number) => void, action: Action<O>): Promise<void> {
  const { jsonErrors, ...options } = command.optsWithGlobals();
  return runAction(terminal, jsonErrors === true, end, () => action(options as O, terminal));
}
