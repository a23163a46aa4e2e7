import { openConnector } from '../facade/opening/open-connector.ts';
import { toJsonSchema } from '../model/object-class-json-schema.ts';
import { type AddCommand, configOption, connectorArgument, runAction } from './command.ts';
import { findConnector } from './find-connector.ts';
import { readConfiguration } from './read-configuration.ts';

/** `identity-connector schema CONNECTOR --config FILE`: the object classes of an opened connector, those found at run time too. */
export const schemaCommand: AddCommand = (program, terminal, end) => {
  program
    .command('schema')
    .summary('the object classes of a configured connector, discovered ones too')
    .description('Opens a connector and prints, as JSON, its object classes with their attributes and operations.')
    .argument(...connectorArgument)
    .option(...configOption)
    .option('--json-schema', 'each class as a JSON Schema instead')
    .addHelpText('after', '\nExample:\n  identity-connector schema aws --config aws.json')
    .action((specifier: string, { config, jsonSchema }: { readonly config?: string; readonly jsonSchema?: boolean }, command) =>
      runAction(terminal, command.optsWithGlobals().jsonErrors === true, end, async () => {
        const connector = await findConnector(specifier, terminal.directory);
        await using facade = await openConnector(connector, await readConfiguration(config, terminal));
        const schema = await facade.schema();
        const answer = jsonSchema ? Object.fromEntries(schema.objectClasses.map((each) => [each.name, toJsonSchema(each, 'row')])) : schema;
        // A long has no form of its own in JSON.
        terminal.out(`${JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`);
        return 0;
      }),
    );
};
