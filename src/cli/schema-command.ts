import { toJsonSchema } from '../model/object-class-json-schema.ts';
import { type AddCommand, connectorArgument, runAction } from './command.ts';
import { type ConnectionOptions, connect, withConnection } from './connection.ts';

/** `identity-connector schema CONNECTOR --config FILE`: the object classes of an opened connector, those found at run time too. */
export const schemaCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('schema')
    .summary('the object classes of a configured connector, discovered ones too')
    .description('Opens a connector and prints, as JSON, its object classes with their attributes and operations.')
    .argument(...connectorArgument);
  withConnection(command)
    .option('--json-schema', 'each class as a JSON Schema instead')
    .addHelpText('after', '\nExample:\n  identity-connector schema aws --config aws.json')
    .action((specifier: string, options: ConnectionOptions & { readonly jsonSchema?: boolean }, own) =>
      runAction(terminal, own.optsWithGlobals().jsonErrors === true, end, async () => {
        await using connection = await connect(specifier, options, terminal);
        const schema = await connection.facade.schema(connection.call);
        const answer = options.jsonSchema ? Object.fromEntries(schema.objectClasses.map((each) => [each.name, toJsonSchema(each, 'row')])) : schema;
        // A long has no form of its own in JSON.
        terminal.out(`${JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`);
        return 0;
      }),
    );
};
