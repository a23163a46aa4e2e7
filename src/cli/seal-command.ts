import type { Command } from 'commander';
import { ConnectorError } from '../model/errors.ts';
import { sealingKey } from '../rest/files/sealed-value.ts';
import type { AddCommand } from './command.ts';
import { acts } from './connection.ts';
import { typedTwice } from './hash-password-command.ts';

/** `identity-connector seal`: a secret as it may stand in a file. */
export const sealCommand: AddCommand = (program, terminal, end) => {
  program
    .command('seal')
    .summary('encrypts a secret for a file of settings')
    .description(
      'Asks for a secret without showing it, or reads a line of standard input, and prints it encrypted under the key in IDENTITY_CONNECTOR_KEY, ' +
        'or in the file that IDENTITY_CONNECTOR_KEY_FILE names. What it prints may stand in the files of systems, of --auth and of --config.',
    )
    .addHelpText(
      'after',
      `
Examples:
  openssl rand -base64 32 > key && chmod 600 key
  IDENTITY_CONNECTOR_KEY_FILE=key identity-connector seal`,
    )
    .action((_: object, own: Command) =>
      acts(own, terminal, end, async () => {
        const key = await sealingKey(terminal.env);
        if (!key)
          throw new ConnectorError(
            'Configuration',
            'there is no key: set IDENTITY_CONNECTOR_KEY, or IDENTITY_CONNECTOR_KEY_FILE to the path of a file with it; openssl rand -base64 32 makes one',
          );
        await terminal.out(`${key.seal(await typedTwice('secret', terminal))}\n`);
        return 0;
      }),
    );
};
