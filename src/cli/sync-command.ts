import { resolve } from 'node:path';
import type { SyncDelta } from '../facade/sync/sync-stream.ts';
import { ConnectorError } from '../model/errors.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, type ConnectionOptions, connect, withConnection } from './connection.ts';
import { distinctFiles } from './distinct-files.ts';
import { replaceFile, textIfThere } from './durable-file.ts';
import { rowJson } from './json-value.ts';
import { operationOptions, withOperationOptions } from './operation-options.ts';
import { formatNamed, outputOption, rowFormat } from './row-format.ts';
import { ReaderGone } from './standard-output.ts';
import type { CommandTerminal } from './terminal.ts';
import { nameList } from './text-values.ts';

interface SyncOptions extends ConnectionOptions {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly live?: boolean;
  readonly latest?: boolean;
  readonly attributes?: string;
  readonly output: string;
  readonly option?: readonly string[];
}

/** `identity-connector sync CONNECTOR CLASS`: what has changed. */
export const syncCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('sync')
    .summary('what has changed since a token, or changes as they happen')
    .description(
      'Prints changes since a token; without one, everything there is. The token to go on with comes last, on standard error, and into the file ' +
        'of --token-file after the changes before it have been printed.',
    )
    .argument(...connectorArgument)
    .argument('<class>', 'an object class, or __ALL__ where the connector offers it');
  withOperationOptions(withConnection(command))
    .option('--token <token>', 'where to begin')
    .option('--token-file <file>', 'keeps the token: read at the beginning, when it is there, and written as changes are printed')
    .option('--latest', 'print the token of now, and no changes')
    .option('--live', 'print changes as they happen, until Ctrl-C')
    .option('--attributes <names>', 'a,b: what to bring; * stands for what is brought by default')
    .addOption(outputOption(['ndjson', 'json', 'table']))
    .addHelpText(
      'after',
      `
Examples:
  identity-connector sync aws __ACCOUNT__ --token-file users.token --config aws.json
  identity-connector sync aws __ALL__ --live --config aws.json`,
    )
    .action((specifier: string, className: string, _: object, own) =>
      acts<SyncOptions>(own, terminal, end, (options) => sync(specifier, className, options, terminal)),
    );
};

async function sync(specifier: string, className: string, options: SyncOptions, terminal: CommandTerminal): Promise<undefined> {
  const format = rowFormat(formatNamed(options.output, ['ndjson', 'json', 'table']), ['type', 'objectClass', '__UID__', 'previousUid', '__NAME__']);
  const begins = [options.token, options.tokenFile].filter((each) => each !== undefined);
  if (begins.length > 1 || ((options.live || options.latest) && begins.length > 0) || (options.live && options.latest))
    throw new ConnectorError('InvalidArgument', 'give one of --token, --token-file, --latest and --live');
  await distinctFiles(terminal.directory, { '--config': options.config, '--token-file': options.tokenFile });
  await using connection = await connect(specifier, options, terminal);
  const { facade, call } = connection;
  const cls = facade.dynamic(className);
  if (options.latest) {
    const token = await cls.latestSyncToken(call);
    await terminal.out(`${token ?? ''}\n`);
    return;
  }
  const { objectClasses } = await facade.schema(call);
  const declared = objectClasses.find(({ name }) => name === className);
  const operation = options.live ? 'liveSync' : 'sync';
  const extra = declared ? operationOptions(declared, operation, options.option) : {};
  let count = 0;
  const print = async (changes: readonly Omit<SyncDelta, 'token'>[]) => {
    const text = format.rows(changes.map((change) => changeJson(change, options.output)));
    if (text !== '') await terminal.out(text);
    count += changes.length;
  };
  try {
    if (options.live) for await (const change of cls.liveSync({ ...call, ...extra } as never)) await print([change]);
    else await printBatches(cls, { ...call, ...extra }, options, terminal, print);
    await terminal.out(format.end());
  } catch (error) {
    if (!(error instanceof ReaderGone) && (count > 0 || terminal.signal.aborted))
      terminal.err(`stopped after ${count} ${count === 1 ? 'change' : 'changes'}\n`);
    throw error;
  }
}

async function printBatches(
  cls: ReturnType<Awaited<ReturnType<typeof connect>>['facade']['dynamic']>,
  call: object,
  options: SyncOptions,
  terminal: CommandTerminal,
  print: (changes: readonly SyncDelta[]) => Promise<void>,
): Promise<void> {
  const file = options.tokenFile === undefined ? undefined : resolve(terminal.directory, options.tokenFile);
  const kept = file === undefined ? undefined : (await textIfThere(file))?.trim();
  const attributes = nameList(options.attributes);
  const token = options.token ?? (kept || undefined);
  const stream = cls.sync({ ...call, ...(token !== undefined && { token }), ...(attributes && { attributes }) } as never);
  let last = token;
  let whole = false;
  try {
    for await (const batch of stream.batches()) {
      await print(batch.changes as readonly SyncDelta[]);
      // Only now: a crash between the two prints changes again, and loses none.
      if (file !== undefined) await replaceFile(file, `${batch.token}\n`);
      last = batch.token;
    }
    whole = true;
  } finally {
    // Of a sync that failed at once the token is none to go on with.
    if (last !== undefined && (whole || last !== token)) terminal.err(`token: ${last}\n`);
  }
}

function changeJson(change: Omit<SyncDelta, 'token'> & { readonly token?: string }, output: string): Readonly<Record<string, unknown>> {
  const { type, objectClass, uid, previousUid, row, token } = change;
  const head = { type, objectClass, __UID__: uid, ...(previousUid !== undefined && { previousUid }) };
  if (output === 'table') return { ...head, ...(row && { __NAME__: row.name }) };
  return { ...head, ...(token !== undefined && { token }), ...(row && { object: rowJson(row) }) };
}
