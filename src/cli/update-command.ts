import { ConnectorError } from '../model/errors.ts';
import { attributesFrom, changesOf, type GivenAttributes, secretAttributes, set } from './attribute-arguments.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, attributeNamed } from './connection.ts';
import { uidArgument } from './get-command.ts';
import { readJsonObject } from './input-file.ts';
import { operationOptions } from './operation-options.ts';
import { formatNamed } from './row-format.ts';
import { classArgument } from './search-command.ts';
import { gathered } from './settings.ts';
import type { CommandTerminal } from './terminal.ts';
import { printWritten, type WriteOptions, withAnswer, withWrite, write } from './write-command.ts';

interface UpdateOptions extends WriteOptions {
  readonly replace?: readonly string[];
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly clear?: readonly string[];
  readonly secret?: readonly string[];
  readonly from?: string;
  readonly revision?: string;
}

/** `identity-connector update CONNECTOR CLASS UID`: changes an object. */
export const updateCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('update')
    .summary('changes an object')
    .description('Changes an object and prints the uid it has now, which a rename may change.')
    .argument(...connectorArgument)
    .argument(...classArgument)
    .argument(...uidArgument);
  withAnswer(withWrite(command))
    .option('--replace <name=value>', 'the whole value, or all values; may be repeated', gathered)
    .option('--add <name=value>', 'one value more; may be repeated', gathered)
    .option('--remove <name=value>', 'one value less; may be repeated', gathered)
    .option('--clear <name>', 'no value any more; may be repeated', gathered)
    .option('--secret <attribute>', 'ask for its new value without showing it; a line of standard input where that is no terminal', gathered)
    .option('--from <file>', 'JSON: { replace, add, remove }, or attributes to replace; - is standard input')
    .option('--revision <revision>', 'refuse the update when the object has another one by now')
    .addHelpText(
      'after',
      `
Examples:
  identity-connector update aws __ACCOUNT__ bjensen --replace Path=/ops/ --add __GROUPS__=admins --config aws.json
  identity-connector update aws __ACCOUNT__ bjensen --secret __PASSWORD__ --config aws.json
  echo '{"add": {"__GROUPS__": ["admins"]}}' | identity-connector update aws __ACCOUNT__ bjensen --from - --dry-run --config aws.json`,
    )
    .action((specifier: string, objectClass: string, uid: string, _: object, own) =>
      acts<UpdateOptions>(own, terminal, end, (options) => update(specifier, objectClass, uid, options, terminal)),
    );
};

async function update(specifier: string, className: string, uid: string, options: UpdateOptions, terminal: CommandTerminal): Promise<undefined> {
  formatNamed(options.output, ['text', 'json']);
  await write(specifier, className, options, terminal, async ({ facade, call }, objectClass) => {
    const { replace, add, remove } = changesOf(options.from === undefined ? { replace: {} } : await readJsonObject(options.from, terminal));
    const given = attributesFrom(options.replace ?? [], objectClass, '--replace', terminal);
    const cleared: GivenAttributes = {};
    for (const name of options.clear ?? []) set(cleared, attributeNamed(objectClass, name), null);
    const both = Object.keys(cleared).find((name) => Object.hasOwn(given, name));
    if (both !== undefined) throw new ConnectorError('InvalidArgument', `${both} is both replaced and cleared: give one of the two`);
    Object.assign(replace, given, await secretAttributes(options.secret, objectClass, terminal), cleared);
    Object.assign(add, attributesFrom(options.add ?? [], objectClass, '--add', terminal));
    Object.assign(remove, attributesFrom(options.remove ?? [], objectClass, '--remove', terminal));
    if ([replace, add, remove].every((part) => Object.keys(part).length === 0))
      throw new ConnectorError('InvalidArgument', 'nothing to change: give --replace, --add, --remove, --clear, --secret or --from');
    const { revision } = options;
    return async () => {
      const extra = { ...operationOptions(objectClass, 'update', options.option), ...(revision !== undefined && { revision }) };
      const written = await facade.dynamic(objectClass.name).update(uid, { replace, add, remove } as never, { ...call, ...extra });
      terminal.err(`updated ${objectClass.name} ${uid}${written.uid === uid ? '' : `, which is ${written.uid} now`}\n`);
      await printWritten(written, options, terminal);
    };
  });
}
