import type { Command } from 'commander';
import { ConnectorError } from '../model/errors.ts';
import { hashPassword } from '../rest/auth/password-hash.ts';
import type { AddCommand } from './command.ts';
import { acts } from './connection.ts';
import type { CommandTerminal } from './terminal.ts';

/** `identity-connector hash-password`: the hash of a password, for the file of `serve rest --auth`. */
export const hashPasswordCommand: AddCommand = (program, terminal, end) => {
  program
    .command('hash-password')
    .summary('the hash of a password, for the users of serve rest')
    .description('Asks for a password without showing it, or reads a line of standard input, and prints its hash: the `passwordHash` of a user.')
    .addHelpText('after', '\nExamples:\n  identity-connector hash-password\n  identity-connector hash-password < password.txt')
    .action((_: object, own: Command) =>
      acts(own, terminal, end, async () => {
        await terminal.out(`${await hashPassword(await typedTwice('password', terminal))}\n`);
        return 0;
      }),
    );
};

/** A secret that is typed without being seen is typed twice, because nobody would notice a slip. */
export async function typedTwice(what: string, { standardInput }: CommandTerminal): Promise<string> {
  const text = await standardInput.secret(what);
  if (standardInput.typed && (await standardInput.secret(`${what} again`)) !== text)
    throw new ConnectorError('InvalidArgument', 'the two are not the same');
  return text;
}
