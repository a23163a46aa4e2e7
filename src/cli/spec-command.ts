import { spec } from '../spi/spec.ts';
import { type AddCommand, connectorArgument, runAction } from './command.ts';
import { findConnector } from './find-connector.ts';

/** `identity-connector spec CONNECTOR`: what a connector says of itself, as JSON. */
export const specCommand: AddCommand = (program, terminal, end) => {
  program
    .command('spec')
    .summary('what a connector says of itself: settings, object classes, operations, options, permissions')
    .description(
      'Prints, as JSON, the configuration schema, the object classes, the operations with their options, and the permissions of a connector.',
    )
    .argument(...connectorArgument)
    .option('--locale <tag>', 'titles and descriptions in this language, where the connector has them (BCP 47, such as de-CH)')
    .addHelpText('after', '\nExamples:\n  identity-connector spec aws\n  identity-connector spec ./src/my-hr.ts --locale de')
    .action((specifier: string, { locale }: { readonly locale?: string }, command) =>
      runAction(terminal, command.optsWithGlobals().jsonErrors === true, end, async () => {
        const connector = await findConnector(specifier, terminal.directory);
        terminal.out(`${JSON.stringify(spec(connector, locale === undefined ? {} : { locale }), null, 2)}\n`);
        return 0;
      }),
    );
};
