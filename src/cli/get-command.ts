import { ConnectorError } from '../model/errors.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, type ConnectionOptions, classNamed, connect, withConnection } from './connection.ts';
import { rowJson } from './json-value.ts';
import { operationOptions, withOperationOptions } from './operation-options.ts';
import { columnsOf, formatNamed, objectText, outputOption, rowFormat } from './row-format.ts';
import { classArgument } from './search-command.ts';
import type { CommandTerminal } from './terminal.ts';
import { nameList } from './text-values.ts';

interface GetOptions extends ConnectionOptions {
  readonly attributes?: string;
  readonly output: string;
  readonly option?: readonly string[];
}

/** The argument of every command about one object. */
export const uidArgument = ['<uid>', 'what the system knows the object by'] as const;

/** `identity-connector get CONNECTOR CLASS UID`: one object. */
export const getCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('get')
    .summary('one object')
    .description('Reads one object by its uid. Ends with 66 when there is none.')
    .argument(...connectorArgument)
    .argument(...classArgument)
    .argument(...uidArgument);
  withOperationOptions(withConnection(command))
    .option('--attributes <names>', 'a,b: what to bring; * stands for what is brought by default')
    .addOption(outputOption())
    .addHelpText('after', '\nExample:\n  identity-connector get aws __ACCOUNT__ bjensen --output json --config aws.json')
    .action((specifier: string, objectClass: string, uid: string, _: object, own) =>
      acts<GetOptions>(own, terminal, end, (options) => get(specifier, objectClass, uid, options, terminal)),
    );
};

async function get(specifier: string, className: string, uid: string, options: GetOptions, terminal: CommandTerminal): Promise<undefined> {
  const format = formatNamed(options.output);
  const names = nameList(options.attributes);
  await using connection = await connect(specifier, options, terminal);
  const { facade, call } = connection;
  const objectClass = await classNamed(className, connection);
  const row = await facade
    .dynamic(objectClass.name)
    .get(uid, { ...call, ...operationOptions(objectClass, 'get', options.option), ...(names && { attributes: names as never }) });
  if (!row) throw new ConnectorError('UnknownUid', `there is no ${objectClass.name} ${JSON.stringify(uid)}`, { uid });
  if (row.incomplete) terminal.err(`warning: not all values of ${row.incomplete.join(', ')} are here\n`);
  const json = rowJson(row);
  if (format === 'table') await terminal.out(objectText(json));
  else if (format === 'json') await terminal.out(`${JSON.stringify(json, null, 2)}\n`);
  else {
    const printed = rowFormat(format, columnsOf(objectClass, names));
    await terminal.out(printed.rows([json]) + printed.end());
  }
}
