import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConnectorError } from '../model/errors.ts';
import { javascript } from '../script/index.ts';
import { set } from './attribute-arguments.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, type ConnectionOptions, connect, withConnection } from './connection.ts';
import { readJsonObject } from './input-file.ts';
import { InterceptedCall, isWrite } from './intercepted-call.ts';
import { jsonValue } from './json-value.ts';
import type { CommandTerminal } from './terminal.ts';
import { assignment, jsonOrText } from './text-values.ts';
import { shown } from './write-command.ts';

interface ScriptOptions extends ConnectionOptions {
  readonly file?: string;
  readonly from?: string;
  readonly reveal?: boolean;
  readonly dryRun?: boolean;
}

/** `identity-connector script CONNECTOR NAME`: calls a hook of the connector, or runs a script in the sandbox. */
export const scriptCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('script')
    .summary('calls a hook of the connector by name, or runs a script in the sandbox')
    .description(
      'Calls a hook of the connector (spec tells their names) and prints what it answers as JSON. With --file, runs a script in JavaScript ' +
        'against the connector, in a sandbox that sees the operations and the arguments and nothing else.',
    )
    .argument(...connectorArgument)
    .argument('[name]', 'the name of the hook; left out with --file')
    .argument('[arguments...]', 'name=value; a value that is JSON is taken as JSON, anything else as text');
  withConnection(command)
    .option('--file <file>', 'a script in JavaScript, run in the sandbox of identity-connector/script')
    .option('--from <file>', 'a JSON object of arguments; - is standard input')
    .option('--reveal', 'show secrets that the system tells once')
    .option('--dry-run', 'show what the hook would be given, or the first write of the script, and do nothing')
    .addHelpText(
      'after',
      `
Examples:
  identity-connector script aws explain objectClass=__ACCOUNT__ --config aws.json
  identity-connector script aws --file count.js 'path=/eng/' --config aws.json`,
    )
    .action((specifier: string, name: string | undefined, given: readonly string[], _: object, own) =>
      acts<ScriptOptions>(own, terminal, end, (options) => script(specifier, name, given, options, terminal)),
    );
};

async function script(
  specifier: string,
  name: string | undefined,
  given: readonly string[],
  options: ScriptOptions,
  terminal: CommandTerminal,
): Promise<undefined> {
  const { file } = options;
  if (file === undefined && (name === undefined || name.includes('=')))
    throw new ConnectorError('InvalidArgument', 'give the name of a hook, or --file with a script');
  const args = await scriptArguments(file !== undefined && name !== undefined ? [name, ...given] : given, options.from, terminal);
  const text = file === undefined ? undefined : await scriptText(file, terminal);
  const intercepted = new InterceptedCall(isWrite);
  const engine = text === undefined ? undefined : javascript();
  await using connection = await connect(specifier, options, terminal, {
    ...(options.dryRun && { around: intercepted.around }),
    ...(engine && { options: { scripts: { engine } } }),
  });
  const { facade, call } = connection;
  const run = () =>
    text === undefined ? facade.runHook(name ?? '', args, call) : facade.scriptOnConnector({ language: 'javascript', text, args }, call);
  try {
    if (!options.dryRun) {
      await terminal.out(`${JSON.stringify(jsonValue(await run(), options.reveal) ?? null, null, 2)}\n`);
      return;
    }
    const request = await intercepted.requestOf(run);
    await terminal.out(`${JSON.stringify(request ? shown(request) : { wouldSend: null }, null, 2)}\n`);
    terminal.err('dry run: nothing was written\n');
  } finally {
    await engine?.close();
  }
}

/** Arguments from `name=value` and from a file. */
export async function scriptArguments(
  given: readonly string[],
  from: string | undefined,
  terminal: CommandTerminal,
): Promise<Record<string, unknown>> {
  const args: Record<string, unknown> = from === undefined ? {} : { ...(await readJsonObject(from, terminal)) };
  for (const each of given) {
    const { name, text } = assignment(each, 'an argument');
    set(args, name, jsonOrText(text));
  }
  return args;
}

async function scriptText(file: string, { directory }: CommandTerminal): Promise<string> {
  try {
    return await readFile(resolve(directory, file), 'utf8');
  } catch (error) {
    throw new ConnectorError('InvalidArgument', `the script ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
