import type { Query } from '../facade/search/query.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { SortKey } from '../spi/operations.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, attributeNamed, type Connection, type ConnectionOptions, classNamed, connect, withConnection } from './connection.ts';
import { explainQuery } from './explain-query.ts';
import { InterceptedCall } from './intercepted-call.ts';
import { jsonValue } from './json-value.ts';
import { operationOptions, withOperationOptions } from './operation-options.ts';
import { columnsOf, type Format, formatNamed, outputOption, rowFormat } from './row-format.ts';
import { RowPrinter } from './row-printer.ts';
import { ReaderGone } from './standard-output.ts';
import type { CommandTerminal } from './terminal.ts';
import { nameList, wholeNumber } from './text-values.ts';

interface SearchOptions extends ConnectionOptions {
  readonly attributes?: string;
  readonly pageSize?: string;
  readonly limit?: string;
  readonly sort?: string;
  readonly cursor?: string;
  readonly output: string;
  readonly option?: readonly string[];
  readonly explain?: boolean;
}

/** The argument of every command about an object class. */
export const classArgument = ['<class>', 'an object class, such as __ACCOUNT__ (see spec)'] as const;

/** `identity-connector search CONNECTOR CLASS [FILTER]`: the objects that match. */
export const searchCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('search')
    .summary('the objects that match a filter')
    .description('Prints the objects of a class, page by page, so that any number of them can be read.')
    .argument(...connectorArgument)
    .argument(...classArgument)
    .argument('[filter]', 'such as \'mail sw "ada" and !(groups pr)\'; everything when left out');
  withOperationOptions(withConnection(command))
    .option('--attributes <names>', 'a,b: what to bring; * stands for what is brought by default')
    .option('--page-size <rows>', 'rows of a page')
    .option('--limit <rows>', 'the most rows')
    .option('--sort <names>', 'a,-b: by a, then by b from the greatest')
    .option('--cursor <cursor>', 'where an earlier search of the same query stopped')
    .addOption(outputOption())
    .option('--explain', 'tell what would be asked, and search nothing')
    .addHelpText(
      'after',
      `
Examples:
  identity-connector search aws __ACCOUNT__ --config aws.json
  identity-connector search aws __ACCOUNT__ 'MFAActive eq false' --attributes __NAME__,MFAActive --output csv --config aws.json
  identity-connector search aws __ACCOUNT__ 'Path sw "/eng/"' --explain --config aws.json`,
    )
    .action((specifier: string, objectClass: string, filter: string | undefined, _: object, own) =>
      acts<SearchOptions>(own, terminal, end, (options) => search(specifier, objectClass, filter, options, terminal)),
    );
};

async function search(
  specifier: string,
  className: string,
  filter: string | undefined,
  options: SearchOptions,
  terminal: CommandTerminal,
): Promise<undefined> {
  const format = formatNamed(options.output);
  const limits = { pageSize: wholeNumber(options.pageSize, '--page-size'), limit: wholeNumber(options.limit, '--limit') };
  const intercepted = new InterceptedCall((operation) => operation === 'search' || operation === 'get');
  await using connection = await connect(specifier, options, terminal, options.explain ? { around: intercepted.around } : {});
  const objectClass = await classNamed(className, connection);
  const query: Query = {
    ...connection.call,
    ...limits,
    ...operationOptions(objectClass, 'search', options.option),
    filter,
    attributes: nameList(options.attributes) as never,
    sort: sortKeys(options.sort, objectClass),
    cursor: options.cursor,
  };
  if (options.explain) {
    const explained = await explainQuery(connection, objectClass, query, intercepted);
    await terminal.out(`${JSON.stringify(jsonValue(explained), null, 2)}\n`);
  } else await print(connection, objectClass, query, format, terminal);
}

async function print({ facade }: Connection, objectClass: ObjectClass, query: Query, format: Format, terminal: CommandTerminal): Promise<void> {
  const printer = new RowPrinter(terminal, rowFormat(format, columnsOf(objectClass, query.attributes)));
  let cursor = query.cursor;
  try {
    for await (const page of facade
      .dynamic(objectClass.name)
      .search(query as never)
      .pages()) {
      await printer.print(page.rows);
      if (page.incomplete) terminal.err('warning: objects are missing, which the query allowed\n');
      cursor = page.cursor;
    }
    await printer.end();
  } catch (error) {
    if (!(error instanceof ReaderGone)) printer.stopped(cursor);
    throw error;
  }
  if (cursor !== undefined) terminal.err(`there are more: --cursor ${cursor}\n`);
}

function sortKeys(text: string | undefined, objectClass: ObjectClass): readonly SortKey[] | undefined {
  return nameList(text)?.map((name) => {
    const ascending = !name.startsWith('-');
    return { attribute: attributeNamed(objectClass, ascending ? name.replace(/^\+/, '') : name.slice(1)), ascending };
  });
}
