import { Command, CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { newCommand } from './new-command.ts';
import { schemaCommand } from './schema-command.ts';
import { specCommand } from './spec-command.ts';
import type { Terminal } from './terminal.ts';
import { testCommand } from './test-command.ts';
import { validateCommand } from './validate-command.ts';

const commands = [newCommand, specCommand, validateCommand, testCommand, schemaCommand];

/**
 * Runs one command line.
 *
 * @param args  What follows the name of the program.
 * @returns What the process should end with.
 */
export async function runProgram(args: readonly string[], version: string, terminal: Terminal): Promise<number> {
  let code = 0;
  const program = new Command('identity-connector')
    .description('Connectors between identity managers and the systems they provision.')
    .version(version)
    .option('--json-errors', 'print errors as JSON')
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  for (const add of commands) {
    add(program, terminal, (ended) => {
      code = ended;
    });
  }
  // Commands made before exitOverride would end the process by themselves.
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : exitCodes.InvalidArgument;
  }
}
