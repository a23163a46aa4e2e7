import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from 'commander';
import { ConnectorError } from '../model/errors.ts';
import type { ObjectClass } from '../model/object-class.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { withChoices } from './completed-command.ts';
import { acts, type Connection, type ConnectionOptions, classNamed, connect, withConnection } from './connection.ts';
import { distinctFiles } from './distinct-files.ts';
import { fileFormat, formatOption } from './file-format.ts';
import { ImportJournal } from './import-journal.ts';
import { overtakenRows } from './import-order.ts';
import { ImportReport } from './import-report.ts';
import { ImportTally } from './import-result.ts';
import { csvRows, type ImportRow, ndjsonRows } from './import-rows.ts';
import { runImport } from './import-run.ts';
import { type ImportMode, ImportWriter, importModes } from './import-writer.ts';
import { inputStream } from './input-file.ts';
import { InterceptedCall, isWrite } from './intercepted-call.ts';
import { knownAttribute } from './known-attribute.ts';
import { progress } from './progress.ts';
import { classArgument } from './search-command.ts';
import { StateLock } from './state-lock.ts';
import type { CommandTerminal } from './terminal.ts';
import { nameList, wholeNumber } from './text-values.ts';

interface ImportOptions extends ConnectionOptions {
  readonly mode: string;
  readonly format?: string;
  readonly concurrency: string;
  readonly attributes?: string;
  readonly state?: string;
  readonly report?: string;
  readonly dryRun?: boolean;
}

const FAILURES_SHOWN = 5;

/** `identity-connector import CONNECTOR CLASS FILE`: writes the rows of a file. */
export const importCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('import')
    .summary('writes the rows of a file: NDJSON or CSV')
    .description(
      'Creates or updates an object for each row of a file. A row that fails does not stop the others; then it ends with 1. With --state, an ' +
        'import that was interrupted or killed goes on where it was: no create is repeated and no row left out; rows that failed are tried again.',
    )
    .argument(...connectorArgument)
    .argument(...classArgument)
    .argument('<file>', 'NDJSON, an object of attributes a line; or CSV, whose header names attributes; - is standard input');
  withConnection(command)
    .addOption(
      withChoices(
        new Option('--mode <mode>', 'what to do with a row; an object is found by __UID__, else by __NAME__').default('create'),
        importModes,
      ),
    )
    .addOption(formatOption('by the extension of the file when left out'))
    .option('--attributes <names>', 'a,b: the attributes to take of each row, besides __NAME__; all when left out')
    .option('--concurrency <rows>', 'how many rows at once', '8')
    .option('--state <file>', 'keeps what has been done; the same command again goes on')
    .option('--report <file>', 'NDJSON: row, status, uid, error code, outcome of every row; - is standard output')
    .option('--dry-run', 'check every row, and write nothing')
    .addHelpText(
      'after',
      `
Examples:
  identity-connector import aws __ACCOUNT__ users.csv --state users.state --report users.report.ndjson --config aws.json
  identity-connector import aws __ACCOUNT__ users.ndjson --mode upsert --dry-run --config aws.json`,
    )
    .action((specifier: string, className: string, file: string, _: object, own) =>
      acts<ImportOptions>(own, terminal, end, (options) => importFile(specifier, className, file, options, terminal)),
    );
};

async function importFile(specifier: string, className: string, file: string, options: ImportOptions, terminal: CommandTerminal): Promise<number> {
  const mode = importModes.find((each) => each === options.mode);
  if (!mode) throw new ConnectorError('InvalidArgument', `--mode must be ${importModes.join(', ')} (got ${options.mode})`);
  const format = fileFormat(options.format, file);
  const concurrency = wholeNumber(options.concurrency, '--concurrency') ?? 8;
  if (options.state !== undefined && (file === '-' || options.dryRun))
    throw new ConnectorError('InvalidArgument', '--state is for a file that can be read again, and not for a dry run');
  await distinctFiles(terminal.directory, { 'the file': file, '--config': options.config, '--state': options.state, '--report': options.report });
  const size = file === '-' ? undefined : await sizeOf(resolve(terminal.directory, file));
  const intercepted = new InterceptedCall(isWrite);
  const state = options.state === undefined ? undefined : resolve(terminal.directory, options.state);
  await using lock = state === undefined ? undefined : await StateLock.take(state, terminal);
  await using connection = await connect(specifier, options, terminal, options.dryRun ? { around: intercepted.around } : {});
  const objectClass = await classNamed(className, connection);
  const tally = new ImportTally();
  const report = await ImportReport.open(options.report, terminal);
  try {
    const identity = { connector: connection.connector.name, objectClass: objectClass.name, mode };
    const journal =
      state === undefined || !lock
        ? undefined
        : await ImportJournal.open(state, { ...identity, file: await digestOf(resolve(terminal.directory, file)) }, lock, (result) => {
            tally.add(result);
            report.add(result);
          });
    try {
      if (journal && tally.rows + journal.unfinished > 0) terminal.err(`going on after ${tally}${triedAgain(journal.unfinished)}\n`);
      await importRows(
        { file, format, mode, concurrency, size, options },
        { connection, objectClass, tally, report, journal, intercepted },
        terminal,
      );
    } finally {
      await journal?.close();
    }
  } finally {
    terminal.err(`${terminal.signal.aborted ? 'stopped after ' : ''}${tally}\n`);
    await report.close();
  }
  return tally.failed > 0 ? 1 : 0;
}

interface Asked {
  readonly file: string;
  readonly format: 'ndjson' | 'csv';
  readonly mode: ImportMode;
  readonly concurrency: number;
  readonly size: number | undefined;
  readonly options: ImportOptions;
}

interface Opened {
  readonly connection: Connection;
  readonly objectClass: ObjectClass;
  readonly tally: ImportTally;
  readonly report: ImportReport;
  readonly journal: ImportJournal | undefined;
  readonly intercepted: InterceptedCall;
}

async function importRows(asked: Asked, opened: Opened, terminal: CommandTerminal): Promise<void> {
  const { file, format, mode, concurrency, size, options } = asked;
  const { connection, objectClass, tally, report, journal, intercepted } = opened;
  const names = nameList(options.attributes)?.map((name) => knownAttribute(objectClass, name, '--attributes')[0]);
  const rowsOf = (source: Readable) => (format === 'csv' ? csvRows(source, objectClass, names) : ndjsonRows(source));
  // Only values are set back: what was made stays made.
  const inOrder = journal && journal.unfinished > 0 && mode !== 'create';
  const overtaken = inOrder ? await overtakenRows(rowsOf(inputStream(file, terminal)), journal) : new Map<number, number>();
  const bar = await progress('import', size, terminal);
  const operations = connection.facade.dynamic(objectClass.name);
  let shown = 0;
  let read = 0;
  const counted = async function* (rows: AsyncIterable<ImportRow>) {
    for await (const row of rows) {
      read = row.bytes;
      yield row;
    }
  };
  try {
    await runImport({
      rows: counted(rowsOf(inputStream(file, terminal))),
      writer: new ImportWriter(operations, objectClass, mode, names, connection.call),
      journal,
      overtaken,
      report,
      tally,
      concurrency,
      signal: terminal.signal,
      stopped: (error) => options.dryRun === true && intercepted.stopped(error),
      hide: (text) => terminal.variables.hide(text),
      onResult: ({ row, status, code, message }) => {
        bar.update(read, String(tally));
        if (status !== 'failed' || options.report !== undefined || ++shown > FAILURES_SHOWN) return;
        terminal.err(`row ${row}: ${code}: ${message}\n`);
        if (shown === FAILURES_SHOWN) terminal.err('further failures are in the file that --report names\n');
      },
    });
  } finally {
    bar.stop();
  }
}

function triedAgain(rows: number): string {
  if (rows === 0) return '';
  return `; ${rows} ${rows === 1 ? 'row that failed or was cut off is' : 'rows that failed or were cut off are'} tried again`;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new ConnectorError('InvalidArgument', `the file ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
