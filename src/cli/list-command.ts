import { builtInConnectors, loadConnector } from '../facade/opening/load-connector.ts';
import { type AddCommand, runAction } from './command.ts';

/** `identity-connector list`: the connectors that there are. */
export const listCommand: AddCommand = (program, terminal, end) => {
  program
    .command('list')
    .summary('the connectors that come with the package')
    .description('Prints the names of the built-in connectors with what they are for. Others are named by the path of a module or by a package.')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  identity-connector list')
    .action(({ json }: { readonly json?: boolean }, command) =>
      runAction(terminal, command.optsWithGlobals().jsonErrors === true, end, async () => {
        const connectors = await Promise.all(builtInConnectors.map((name) => loadConnector(name)));
        const rows = connectors.map(({ name, version, displayName = name, objectClasses }) => ({
          name,
          version,
          displayName,
          objectClasses: objectClasses.map((each) => each.name),
        }));
        if (json) terminal.out(`${JSON.stringify(rows, null, 2)}\n`);
        else
          for (const { name, version, displayName, objectClasses } of rows)
            terminal.out(`${name.padEnd(8)} ${version.padEnd(8)} ${displayName}: ${objectClasses.join(', ')}\n`);
        return 0;
      }),
    );
};
