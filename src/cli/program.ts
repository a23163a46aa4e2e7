import { setMaxListeners } from 'node:events';
import { Command, CommanderError } from 'commander';
import { authenticateCommand } from './authenticate-command.ts';
import { benchCommand } from './bench-command.ts';
import { completionCommand } from './completion-command.ts';
import { createCommand } from './create-command.ts';
import { deleteCommand } from './delete-command.ts';
import { exitCodes } from './exit-codes.ts';
import { exportCommand } from './export-command.ts';
import { getCommand } from './get-command.ts';
import { hashPasswordCommand } from './hash-password-command.ts';
import { importCommand } from './import-command.ts';
import { listCommand } from './list-command.ts';
import { newCommand } from './new-command.ts';
import { policyCommand } from './policy-command.ts';
import { schemaCommand } from './schema-command.ts';
import { scriptCommand } from './script-command.ts';
import { sealCommand } from './seal-command.ts';
import { searchCommand } from './search-command.ts';
import { serveCommand } from './serve-command.ts';
import { specCommand } from './spec-command.ts';
import { StandardInput } from './standard-input.ts';
import { syncCommand } from './sync-command.ts';
import type { CommandTerminal, Terminal } from './terminal.ts';
import { testCommand } from './test-command.ts';
import { tryCommand } from './try-command.ts';
import { updateCommand } from './update-command.ts';
import { validateCommand } from './validate-command.ts';
import { Variables } from './variables.ts';

const commands = [
  tryCommand,
  newCommand,
  listCommand,
  specCommand,
  policyCommand,
  validateCommand,
  testCommand,
  schemaCommand,
  searchCommand,
  getCommand,
  createCommand,
  updateCommand,
  deleteCommand,
  syncCommand,
  scriptCommand,
  authenticateCommand,
  importCommand,
  exportCommand,
  benchCommand,
  serveCommand,
  hashPasswordCommand,
  sealCommand,
  completionCommand,
];

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
  // Every call under way listens to it, and an import has many.
  setMaxListeners(0, terminal.signal);
  const standardInput = new StandardInput(terminal);
  const commandTerminal: CommandTerminal = { ...terminal, variables: new Variables(terminal.env), standardInput };
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
  } finally {
    standardInput.close();
  }
}

function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}
