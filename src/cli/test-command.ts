import { openConnector } from '../facade/opening/open-connector.ts';
import { ConnectorError } from '../model/errors.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { loadFastCheck } from '../testing/contract/fast-check.ts';
import { runContract } from '../testing/contract/run-contract.ts';
import { causePlace } from './cause-place.ts';
import { type AddCommand, connectorArgument, runAction } from './command.ts';
import { findConnector } from './find-connector.ts';
import { readSettings, type SettingOptions, withSettings } from './settings.ts';
import type { CommandTerminal } from './terminal.ts';

interface TestOptions extends SettingOptions {
  readonly contract?: boolean;
  readonly seed?: string;
  readonly only?: readonly string[];
}

/** `identity-connector test CONNECTOR --config FILE`: whether the system can be reached, and with `--contract` whether the connector keeps its promises. */
export const testCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('test')
    .summary('whether the system can be reached; with --contract the whole contract')
    .description(
      'Opens a connector and tests the connection. With --contract it runs every case of the contract that applies: it creates, changes and deletes ' +
        'objects of its own, so give it a system for tests. Ends with 1 when a case fails.',
    )
    .argument(...connectorArgument);
  withSettings(command)
    .option('--contract', 'run the contract: WRITES to the system')
    .option('--seed <number>', 'repeats the samples of an earlier run of the contract')
    .option('--only <kinds...>', 'kinds of cases, or their first parts: search create/read-back')
    .addHelpText(
      'after',
      '\nExamples:\n  identity-connector test aws --config aws.json\n  identity-connector test ./src/my-hr.ts --config test.json --contract',
    )
    .action((specifier: string, options: TestOptions, own) =>
      runAction(terminal, own.optsWithGlobals().jsonErrors === true, end, async () => {
        const connector = await findConnector(specifier, terminal.directory);
        const configuration = await readSettings(connector, options, terminal);
        return options.contract ? contract(connector, configuration, options, terminal) : connection(connector, configuration, terminal);
      }),
    );
};

async function connection(connector: AnyConnector, configuration: Readonly<Record<string, unknown>>, terminal: CommandTerminal): Promise<number> {
  await using facade = await openConnector(connector, configuration);
  if (facade.supports('test')) {
    await facade.test();
    terminal.out(`${connector.name} is connected\n`);
  } else terminal.out(`${connector.name} was opened; it has no test of its own\n`);
  return 0;
}

async function contract(
  connector: AnyConnector,
  configuration: Readonly<Record<string, unknown>>,
  { seed, only }: TestOptions,
  terminal: CommandTerminal,
): Promise<number> {
  if (seed !== undefined && !/^-?\d+$/.test(seed)) throw new ConnectorError('InvalidArgument', `--seed must be a whole number (got ${seed})`);
  // Else every case would say that it is not installed.
  await loadFastCheck();
  const report = await runContract(connector, {
    configuration,
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(only && { only }),
    onResult: ({ name, status, reason, error }) => {
      if (status === 'passed') terminal.out(`ok    ${name}\n`);
      else if (status === 'skipped') terminal.out(`skip  ${name}: ${reason}\n`);
      else terminal.out(`FAIL  ${name}\n${indented(terminal.variables.hide(failureOf(error)))}\n`);
    },
  });
  terminal.out(`${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped (seed ${report.seed})\n`);
  return report.ok ? 0 : 1;
}

const failureOf = (error: unknown) => `${error instanceof Error ? error.message : String(error)}\n${causePlace(error)}`.trimEnd();

const indented = (text: string) => text.replace(/^/gm, '      ');
