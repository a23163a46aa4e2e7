import { Command, CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { listCommand } from './list-command.ts';
import { newCommand } from './new-command.ts';
import { schemaCommand } from './schema-command.ts';
import { serveCommand } from './serve-command.ts';
import { specCommand } from './spec-command.ts';
import type { Terminal } from './terminal.ts';
import { testCommand } from './test-command.ts';
import { tryCommand } from './try-command.ts';
import { validateCommand } from './validate-command.ts';
import { Variables } from './variables.ts';

const commands = [tryCommand, newCommand, listCommand, specCommand, validateCommand, testCommand, schemaCommand, serveCommand];

/** What is wrong with a command line, in the form of the other errors. */
function usageJson(text: string): string {
  return JSON.stringify({
    error: { code: 'InvalidArgument', message: text.replace(/^error: /, '').trim(), problems: [], outcome: 'none', retryable: false },
  });
}

/**
 * Runs one command line.
 *
 * @param args  What follows the name of the program.
 * @returns What the process should end with.
 */
export async function runProgram(args: readonly string[], version: string, terminal: Terminal): Promise<number> {
  let code = 0;
  const commandTerminal = { ...terminal, variables: new Variables(terminal.env) };
  // Commander fails before it has looked at all options.
  const end = args.indexOf('--');
  const json = args.slice(0, end < 0 ? undefined : end).includes('--json-errors');
  const program = new Command('identity-connector')
    .description('Connectors between identity managers and the systems they provision.')
    .version(version)
    .option('--json-errors', 'print errors as JSON')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  if (json) program.configureOutput({ outputError: (text, write) => write(`${usageJson(text)}\n`) });
  else program.showHelpAfterError('(--help shows what there is)');
  for (const add of commands) {
    add(program, commandTerminal, (ended) => {
      code = ended;
    });
  }
  // Commands made before exitOverride would end the process by themselves.
  inherit(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : exitCodes.InvalidArgument;
  }
}

function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}
