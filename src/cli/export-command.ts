import { resolve } from 'node:path';
import type { Query } from '../facade/search/query.ts';
import { ConnectorError } from '../model/errors.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, type ConnectionOptions, classNamed, connect, withConnection } from './connection.ts';
import { distinctFiles } from './distinct-files.ts';
import { ExportFile } from './export-file.ts';
import { fileFormat, formatOption } from './file-format.ts';
import { rowJson } from './json-value.ts';
import { operationOptions, withOperationOptions } from './operation-options.ts';
import { progress } from './progress.ts';
import { columnsOf, rowFormat } from './row-format.ts';
import { classArgument } from './search-command.ts';
import { ReaderGone } from './standard-output.ts';
import { StateLock } from './state-lock.ts';
import type { CommandTerminal } from './terminal.ts';
import { nameList, wholeNumber } from './text-values.ts';

interface ExportOptions extends ConnectionOptions {
  readonly filter?: string;
  readonly format?: string;
  readonly attributes?: string;
  readonly pageSize?: string;
  readonly limit?: string;
  readonly state?: string;
  readonly option?: readonly string[];
}

/** `identity-connector export CONNECTOR CLASS [FILE]`: writes the objects of a class into a file. */
export const exportCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('export')
    .summary('writes the objects of a class into a file: NDJSON or CSV')
    .description(
      'Writes all objects of a class, or those that match, in a form that import reads. The file is called FILE.part until it is whole. With ' +
        '--state, an export that was interrupted or killed goes on after its last page.',
    )
    .argument(...connectorArgument)
    .argument(...classArgument)
    .argument('[file]', 'where to; - is standard output', '-');
  withOperationOptions(withConnection(command))
    .option('--filter <filter>', 'such as \'mail sw "ada"\'; everything when left out')
    .addOption(formatOption('by the extension of the file when left out, ndjson on standard output'))
    .option('--attributes <names>', 'a,b: what to write; * stands for what is brought by default')
    .option('--page-size <rows>', 'rows of a page')
    .option('--limit <rows>', 'the most rows')
    .option('--state <file>', 'keeps how far it has come; the same command again goes on')
    .addHelpText(
      'after',
      `
Examples:
  identity-connector export aws __ACCOUNT__ users.csv --attributes Path,Tags --config aws.json
  identity-connector export aws __ACCOUNT__ --config aws.json | gzip > users.ndjson.gz`,
    )
    .action((specifier: string, className: string, file: string, _: object, own) =>
      acts<ExportOptions>(own, terminal, end, (options) => exportRows(specifier, className, file, options, terminal)),
    );
};

async function exportRows(specifier: string, className: string, file: string, options: ExportOptions, terminal: CommandTerminal): Promise<undefined> {
  const format = file === '-' && options.format === undefined ? 'ndjson' : fileFormat(options.format, file);
  const limits = { pageSize: wholeNumber(options.pageSize, '--page-size'), limit: wholeNumber(options.limit, '--limit') };
  if (options.state !== undefined && (file === '-' || limits.limit !== undefined))
    throw new ConnectorError('InvalidArgument', '--state is for a file, and for all of it: not for standard output, and not with --limit');
  await distinctFiles(terminal.directory, { 'the file': file, '--config': options.config, '--state': options.state });
  const state = options.state === undefined ? undefined : resolve(terminal.directory, options.state);
  await using lock = state === undefined ? undefined : await StateLock.take(state, terminal);
  await using connection = await connect(specifier, options, terminal);
  const objectClass = await classNamed(className, connection);
  const names = nameList(options.attributes);
  const columns = columnsOf(objectClass, names);
  const query = JSON.stringify([connection.connector.name, objectClass.name, options.filter ?? null, format, columns]);
  await using target = file === '-' ? undefined : await ExportFile.open(resolve(terminal.directory, file), state, query);
  const begin = target?.begin ?? { cursor: undefined, rows: 0, bytes: 0 };
  if (begin.rows > 0) terminal.err(`going on after ${begin.rows} rows\n`);
  const printed = rowFormat(format, columns, begin.rows === 0);
  const bar = await progress('export', undefined, terminal);
  let { rows } = begin;
  try {
    const search: Query = {
      ...connection.call,
      ...limits,
      ...operationOptions(objectClass, 'search', options.option),
      filter: options.filter,
      attributes: names as never,
      cursor: begin.cursor,
    };
    for await (const page of connection.facade.dynamic(objectClass.name).search(search).pages()) {
      // Written back, it would take away what is missing.
      const cut = page.rows.find((row) => row.incomplete);
      if (cut) throw new ConnectorError('ConnectorIO', `${objectClass.name} ${cut.uid} came without all values of ${cut.incomplete?.join(', ')}`);
      if (page.incomplete) throw new ConnectorError('ConnectorIO', `not all objects of ${objectClass.name} came`);
      const text = printed.rows(page.rows.map(rowJson));
      lock?.check();
      rows += page.rows.length;
      if (target) await target.write(text, { cursor: page.cursor, rows });
      else if (text !== '') await terminal.out(text);
      bar.update(rows, `${rows} rows`);
    }
    lock?.check();
    const last = printed.end();
    if (target) await target.finish(last);
    else if (last !== '') await terminal.out(last);
  } catch (error) {
    bar.stop();
    if (!(error instanceof ReaderGone) && (rows > 0 || terminal.signal.aborted))
      terminal.err(`stopped after ${rows} rows${state === undefined ? '' : '; the same command goes on'}\n`);
    throw error;
  }
  bar.stop();
  terminal.err(`${rows} ${rows === 1 ? 'row' : 'rows'} of ${objectClass.name}${file === '-' ? '' : ` in ${file}`}\n`);
}
