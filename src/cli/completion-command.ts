import { Argument, type Command } from 'commander';
import { ConnectorError } from '../model/errors.ts';
import { bashCompletion } from './bash-completion.ts';
import type { AddCommand } from './command.ts';
import { completedCommands, withChoices } from './completed-command.ts';
import { acts } from './connection.ts';
import { fishCompletion } from './fish-completion.ts';
import { zshCompletion } from './zsh-completion.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** `identity-connector completion SHELL`: what makes a shell complete the command line. */
export const completionCommand: AddCommand = (program, terminal, end) => {
  program
    .command('completion')
    .summary('completion for bash, zsh or fish')
    .description('Prints a script that makes a shell complete commands, connectors and options.')
    .addArgument(withChoices(new Argument('<shell>', 'whose script to print'), Object.keys(scripts)))
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
        const write = Object.hasOwn(scripts, shell) ? scripts[shell as keyof typeof scripts] : undefined;
        if (!write) throw new ConnectorError('InvalidArgument', `there is completion for bash, zsh and fish (got ${shell})`);
        await terminal.out(write(program.name(), completedCommands(program)));
        return 0;
      }),
    );
};
