import { ConnectorError } from '../model/errors.ts';
import { CallCounter } from './call-counter.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, type ConnectionOptions, classNamed, connect, withConnection } from './connection.ts';
import { formatNamed, outputOption, tableCell } from './row-format.ts';
import type { CommandTerminal } from './terminal.ts';
import { nameList, wholeNumber } from './text-values.ts';

interface BenchOptions extends ConnectionOptions {
  readonly attributes?: string;
  readonly pageSize?: string;
  readonly limit?: string;
  readonly output: string;
}

/** What a full read of a class took. */
interface Measured {
  readonly objectClass: string;
  readonly rows: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Of the facade. */
  readonly operations: Readonly<Record<string, number>>;
  /** Of the connector to its system, where it tells them; every attempt counts. */
  readonly requests: Readonly<Record<string, number>>;
}

/** `identity-connector bench CONNECTOR [CLASS]`: time and calls of a full read. */
export const benchCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('bench')
    .summary('time, rows and calls of a full read')
    .description(
      'Reads all objects of a class, or of every class that can be searched, and tells how long it took and what was called. It only reads.',
    )
    .argument(...connectorArgument)
    .argument('[class]', 'an object class; all that can be searched when left out');
  withConnection(command)
    .option('--attributes <names>', 'a,b: what to bring; * stands for what is brought by default')
    .option('--page-size <rows>', 'rows of a page')
    .option('--limit <rows>', 'the most rows of a class')
    .addOption(outputOption(['table', 'json']))
    .addHelpText('after', '\nExample:\n  identity-connector bench aws __ACCOUNT__ --config aws.json')
    .action((specifier: string, className: string | undefined, _: object, own) =>
      acts<BenchOptions>(own, terminal, end, (options) => bench(specifier, className, options, terminal)),
    );
};

async function bench(specifier: string, className: string | undefined, options: BenchOptions, terminal: CommandTerminal): Promise<undefined> {
  const output = formatNamed(options.output, ['table', 'json']);
  const pageSize = wholeNumber(options.pageSize, '--page-size');
  const limit = wholeNumber(options.limit, '--limit');
  await using connection = await connect(specifier, options, terminal);
  const { facade, connector, call } = connection;
  const { objectClasses } = await facade.schema(call);
  const classes =
    className === undefined ? objectClasses.filter(({ name }) => facade.supports(name, 'search')) : [await classNamed(className, connection)];
  if (classes.length === 0) throw new ConnectorError('UnsupportedOperation', `search of ${connector.name}: no class of it can be searched`);
  const results: Measured[] = [];
  for (const { name } of classes) {
    using counter = new CallCounter();
    const attributes = nameList(options.attributes) as never;
    const begin = performance.now();
    let rows = 0;
    try {
      for await (const _ of facade.dynamic(name).search({ ...call, attributes, pageSize, limit })) rows++;
    } catch (error) {
      terminal.err(`stopped after ${rows} rows of ${name}\n`);
      throw error;
    }
    const seconds = (performance.now() - begin) / 1000;
    results.push({
      objectClass: name,
      rows,
      seconds: rounded(seconds),
      rowsPerSecond: Math.round(rows / Math.max(seconds, 1e-6)),
      operations: Object.fromEntries(counter.operations),
      requests: Object.fromEntries(counter.requests),
    });
  }
  await terminal.out(output === 'json' ? `${JSON.stringify(results, null, 2)}\n` : results.map(text).join(''));
}

const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;

function text({ objectClass, rows, seconds, rowsPerSecond, operations, requests }: Measured): string {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, number]) => `${number} ${tableCell(name)}`)
      .join(', ') || 'none told';
  return `${tableCell(objectClass)}: ${rows} rows in ${seconds} s, ${rowsPerSecond} rows a second\n  operations: ${list(operations)}\n  requests: ${list(requests)}\n`;
}
