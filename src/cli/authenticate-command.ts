import { Secret } from '../model/secret.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, type ConnectionOptions, classNamed, connect, withConnection } from './connection.ts';
import { operationOptions, withOperationOptions } from './operation-options.ts';
import { classArgument } from './search-command.ts';

interface AuthenticateOptions extends ConnectionOptions {
  readonly option?: readonly string[];
}

/** `identity-connector authenticate CONNECTOR CLASS USERNAME`: whether a password is right. */
export const authenticateCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('authenticate')
    .summary('whether a password is right')
    .description(
      'Prints the uid of the user whose name and password these are. The password is asked for without showing it, or is a line of standard ' +
        'input. Ends with 77 when it is wrong.',
    )
    .argument(...connectorArgument)
    .argument(...classArgument)
    .argument('<username>', 'whose password it is');
  withOperationOptions(withConnection(command))
    .addHelpText('after', '\nExample:\n  identity-connector authenticate ./my-hr.js __ACCOUNT__ ada --config hr.json < password.txt')
    .action((specifier: string, className: string, username: string, _: object, own) =>
      acts<AuthenticateOptions>(own, terminal, end, async (options) => {
        await using connection = await connect(specifier, options, terminal);
        const { facade, call } = connection;
        const objectClass = await classNamed(className, connection);
        const text = await terminal.standardInput.secret(`password of ${username}`);
        terminal.variables.guard(text, '[password]');
        const extra = operationOptions(objectClass, 'authenticate', options.option);
        await terminal.out(`${await facade.dynamic(objectClass.name).authenticate(username, new Secret(text), { ...call, ...extra })}\n`);
        return 0;
      }),
    );
};
