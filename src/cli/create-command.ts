import { attributesFrom, attributesOf, secretAttributes } from './attribute-arguments.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts } from './connection.ts';
import { readJsonObject } from './input-file.ts';
import { operationOptions } from './operation-options.ts';
import { formatNamed } from './row-format.ts';
import { classArgument } from './search-command.ts';
import { gathered } from './settings.ts';
import type { CommandTerminal } from './terminal.ts';
import { printWritten, type WriteOptions, withAnswer, withWrite, write } from './write-command.ts';

interface CreateOptions extends WriteOptions {
  readonly from?: string;
  readonly secret?: readonly string[];
}

/** `identity-connector create CONNECTOR CLASS name=value…`: makes an object. */
export const createCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('create')
    .summary('makes an object')
    .description('Makes an object and prints its uid. A name that is given several times has several values.')
    .argument(...connectorArgument)
    .argument(...classArgument)
    .argument('[attributes...]', 'name=value; of a map JSON, of many values a JSON list or one value each');
  withAnswer(withWrite(command))
    .option('--from <file>', 'a JSON object of attributes, as get --output json prints it; - is standard input')
    .option('--secret <attribute>', 'ask for its value without showing it; a line of standard input where that is no terminal', gathered)
    .addHelpText(
      'after',
      `
Examples:
  identity-connector create aws __ACCOUNT__ __NAME__=bjensen Path=/eng/ 'Tags={"Key":"team","Value":"blue"}' --config aws.json
  identity-connector create aws __ACCOUNT__ __NAME__=bjensen --secret __PASSWORD__ --config aws.json
  identity-connector create aws __ACCOUNT__ --from user.json --dry-run --config aws.json`,
    )
    .action((specifier: string, objectClass: string, attributes: readonly string[], _: object, own) =>
      acts<CreateOptions>(own, terminal, end, (options) => create(specifier, objectClass, attributes, options, terminal)),
    );
};

async function create(
  specifier: string,
  className: string,
  given: readonly string[],
  options: CreateOptions,
  terminal: CommandTerminal,
): Promise<undefined> {
  formatNamed(options.output, ['text', 'json']);
  await write(specifier, className, options, terminal, async ({ facade, call }, objectClass) => {
    const attributes = {
      ...(options.from !== undefined && attributesOf(await readJsonObject(options.from, terminal))),
      ...attributesFrom(given, objectClass, 'an attribute', terminal),
      ...(await secretAttributes(options.secret, objectClass, terminal)),
    };
    return async () => {
      const extra = operationOptions(objectClass, 'create', options.option);
      const written = await facade.dynamic(objectClass.name).create(attributes as never, { ...call, ...extra });
      terminal.err(`created ${objectClass.name} ${written.uid}\n`);
      await printWritten(written, options, terminal);
    };
  });
}
