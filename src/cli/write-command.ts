import type { Command } from 'commander';
import type { Written } from '../model/changes.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { AroundRequest } from '../spi/around.ts';
import { type Connection, type ConnectionOptions, classNamed, connect, withConnection } from './connection.ts';
import { InterceptedCall, isWrite } from './intercepted-call.ts';
import { jsonValue } from './json-value.ts';
import { withOperationOptions } from './operation-options.ts';
import { formatNamed, outputOption } from './row-format.ts';
import type { CommandTerminal } from './terminal.ts';

/** The options of every command that writes an object. */
export interface WriteOptions extends ConnectionOptions {
  readonly dryRun?: boolean;
  readonly output: string;
  readonly reveal?: boolean;
  readonly option?: readonly string[];
}

/** Adds the options of a command that writes an object. */
export function withWrite(command: Command): Command {
  return withOperationOptions(withConnection(command)).option('--dry-run', 'check the arguments and show what would be sent; write nothing');
}

/** Adds the options of a command whose write answers something. */
export function withAnswer(command: Command): Command {
  return command
    .addOption(outputOption(['text', 'json'], 'how to print what is answered; text is the uid'))
    .option('--reveal', 'with --output json: show secrets that the system tells once');
}

/** Opens the connector of a command that writes, and writes; or shows what would be written. */
export async function write(
  specifier: string,
  className: string,
  options: Pick<WriteOptions, 'dryRun'> & ConnectionOptions,
  terminal: CommandTerminal,
  work: (connection: Connection, objectClass: ObjectClass) => Promise<() => Promise<void>>,
): Promise<void> {
  const intercepted = new InterceptedCall(isWrite);
  await using connection = await connect(specifier, options, terminal, options.dryRun ? { around: intercepted.around } : {});
  const objectClass = await classNamed(className, connection);
  const perform = await work(connection, objectClass);
  if (!options.dryRun) {
    // Awaited here: what is returned would outlive the connection.
    await perform();
    return;
  }
  const request = await intercepted.requestOf(perform);
  await terminal.out(`${JSON.stringify(request ? shown(request) : { wouldSend: null }, null, 2)}\n`);
  terminal.err(request ? 'dry run: nothing was written\n' : 'dry run: nothing would be written\n');
}

/** What a connector would have been given; secrets show themselves as such. */
export function shown({ operation, objectClass, call }: AroundRequest): object {
  const { session: _, objectClass: __, log: ___, ...given } = call as Record<string, unknown>;
  return { operation, objectClass, ...(jsonValue(given) as object) };
}

/** Prints what a write answered: the uid, or all of it. */
export async function printWritten(written: Written, { output, reveal }: WriteOptions, terminal: CommandTerminal): Promise<void> {
  const json = formatNamed(output, ['text', 'json']) === 'json';
  await terminal.out(json ? `${JSON.stringify(jsonValue(written, reveal), null, 2)}\n` : `${written.uid}\n`);
}
