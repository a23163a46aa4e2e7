import { type AddCommand, connectorArgument } from './command.ts';
import { acts, type ConnectionOptions } from './connection.ts';
import { uidArgument } from './get-command.ts';
import { operationOptions } from './operation-options.ts';
import { classArgument } from './search-command.ts';
import { withWrite, write } from './write-command.ts';

interface DeleteOptions extends ConnectionOptions {
  readonly dryRun?: boolean;
  readonly option?: readonly string[];
  readonly revision?: string;
}

/** `identity-connector delete CONNECTOR CLASS UID`: deletes an object. */
export const deleteCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('delete')
    .summary('deletes an object')
    .description('Deletes an object. Ends with 66 when there is none.')
    .argument(...connectorArgument)
    .argument(...classArgument)
    .argument(...uidArgument);
  withWrite(command)
    .option('--revision <revision>', 'refuse the deletion when the object has another one by now')
    .addHelpText('after', '\nExample:\n  identity-connector delete aws __ACCOUNT__ bjensen --config aws.json')
    .action((specifier: string, className: string, uid: string, _: object, own) =>
      acts<DeleteOptions>(own, terminal, end, async (options) => {
        await write(specifier, className, options, terminal, async ({ facade, call }, objectClass) => async () => {
          const { revision } = options;
          const extra = { ...operationOptions(objectClass, 'delete', options.option), ...(revision !== undefined && { revision }) };
          await facade.dynamic(objectClass.name).delete(uid, { ...call, ...extra });
          terminal.err(`deleted ${objectClass.name} ${uid}\n`);
        });
        return 0;
      }),
    );
};
