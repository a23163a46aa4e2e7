import type { Command } from 'commander';
import { ConnectorError } from '../model/errors.ts';
import type { AddCommand } from './command.ts';
import { completionScripts } from './completion-scripts.ts';
import { acts } from './connection.ts';

/** `identity-connector completion SHELL`: what makes a shell complete the command line. */
export const completionCommand: AddCommand = (program, terminal, end) => {
  program
    .command('completion')
    .summary('completion for bash, zsh or fish')
    .description('Prints a script that makes a shell complete commands, connectors and options.')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText(
      'after',
      `
Examples:
  identity-connector completion bash > /etc/bash_completion.d/identity-connector
  identity-connector completion zsh > ~/.zsh/completions/_identity-connector
  identity-connector completion fish > ~/.config/fish/completions/identity-connector.fish`,
    )
    .action((shell: string, _: object, own: Command) =>
      acts(own, terminal, end, async () => {
        const write = Object.hasOwn(completionScripts, shell) ? completionScripts[shell as keyof typeof completionScripts] : undefined;
        if (!write) throw new ConnectorError('InvalidArgument', `there is completion for bash, zsh and fish (got ${shell})`);
        await terminal.out(write(program));
        return 0;
      }),
    );
};
