import { validateConfiguration } from '../facade/opening/open-connector.ts';
import { type AddCommand, connectorArgument, runAction } from './command.ts';
import { findConnector } from './find-connector.ts';
import { readSettings, type SettingOptions, withSettings } from './settings.ts';

/** `identity-connector validate CONNECTOR --config FILE`: all problems of a configuration, without connecting. */
export const validateCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('validate')
    .summary('all problems of a configuration, without connecting')
    .description('Checks a configuration against the schema and the rules of a connector. Nothing is sent. Ends with 1 when there are problems.')
    .argument(...connectorArgument);
  withSettings(command)
    .addHelpText('after', '\nExample:\n  identity-connector validate aws --config aws.json')
    .action((specifier: string, options: SettingOptions, own) =>
      runAction(terminal, own.optsWithGlobals().jsonErrors === true, end, async () => {
        const connector = await findConnector(specifier, terminal.directory);
        const problems = validateConfiguration(connector, await readSettings(connector, options, terminal));
        for (const { path, message } of problems) terminal.out(terminal.variables.hide(`${path} ${message}\n`.trimStart()));
        if (problems.length === 0) terminal.out(`the configuration of ${connector.name} is valid\n`);
        return problems.length === 0 ? 0 : 1;
      }),
    );
};
