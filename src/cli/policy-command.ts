import { ConnectorError } from '../model/errors.ts';
import { type AddCommand, connectorArgument } from './command.ts';
import { acts, type ConnectionOptions, connect, withConnection } from './connection.ts';
import { jsonValue } from './json-value.ts';
import { scriptArguments } from './script-command.ts';

/** `identity-connector policy CONNECTOR`: the policy that allows what the connector does. */
export const policyCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('policy')
    .summary('the policy document that allows what the connector does')
    .description('Prints the policy for the credentials of a connector, as its hook `policy` tells it. Its arguments are those of the hook.')
    .argument(...connectorArgument)
    .argument('[arguments...]', 'name=value; a value that is JSON is taken as JSON, anything else as text');
  withConnection(command)
    .addHelpText(
      'after',
      `\nExamples:\n  identity-connector policy aws --config aws.json\n  identity-connector policy aws 'objectClasses=["__ACCOUNT__"]' 'hooks=[]' --config aws.json | jq '.[-1].documents'`,
    )
    .action((specifier: string, given: readonly string[], _: object, own) =>
      acts<ConnectionOptions>(own, terminal, end, async (options) => {
        await using connection = await connect(specifier, options, terminal);
        const { facade, connector, call } = connection;
        const { hooks } = connector as { readonly hooks?: object };
        if (!hooks || !Object.hasOwn(hooks, 'policy'))
          throw new ConnectorError(
            'UnsupportedOperation',
            `policy of ${connector.name}: the connector has no hook \`policy\`; \`spec ${specifier}\` prints the permissions that each operation needs`,
          );
        const policy = await facade.runHook('policy', await scriptArguments(given, undefined, terminal), call);
        await terminal.out(`${JSON.stringify(jsonValue(policy), null, 2)}\n`);
        return 0;
      }),
    );
};
