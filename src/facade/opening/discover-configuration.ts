import { ConnectorError, type Problem } from '../../model/errors.ts';
import type { Input } from '../../model/json-schema.ts';
import type { ConnectorOperation } from '../../model/operation.ts';
import { problemsError } from '../../model/problems-error.ts';
import { printable } from '../../model/wording.ts';
import { type AnyConnector, isConnector } from '../../spi/connector.ts';
import type { Context, Log } from '../../spi/context.ts';
import type { DiscoverConfigurationOp, Suggestions } from '../../spi/operations.ts';
import { Budget } from '../calls/budget.ts';
import type { CallOptions } from '../calls/call-options.ts';
import { translateError } from '../calls/translate-error.ts';
import { badArguments, checkCallOptions } from '../classes/connector-class.ts';
import { partialSettings } from './partial-settings.ts';
import { suggestionProblems } from './suggestion-problems.ts';

/** How a connector is asked about settings before it is opened. */
export interface DiscoverOptions extends CallOptions {
  /** Where the connector writes what it has to say; nowhere by default. */
  readonly log?: Log;
  /** What the application is going to call the connection. */
  readonly instanceName?: string;
}

/** Settings of which any may be left out. */
export type PartialSettings<X extends AnyConnector> = Partial<Input<X['configuration']>>;

/**
 * Asks a connector what its settings could be, given those that are known: what a form offers while somebody fills it in.
 *
 * ICF: DiscoverConfigurationOp.discoverConfiguration. A connector without it is not made up for: which values a setting allows at all, its
 * schema says (`spec`).
 *
 * @param connector      What `defineConnector` made.
 * @param configuration  The settings so far. Wrong ones are refused, missing ones are not; secrets may be strings.
 * @param options        Timeout in milliseconds, signal, log, instance name.
 * @returns Values by setting; `closed` where no others are possible. Every value fits its setting, none is a secret.
 * @throws ConnectorError `Configuration` with every wrong setting by its path; `UnsupportedOperation` when the connector has no such
 * operation; `Internal` when it suggests what is no setting or does not fit it; `OperationTimeout`, `OperationAborted`; what the connector throws.
 *
 * @example
 * const { region } = await discoverConfiguration(aws, { accessKeyId, secretKey });
 * region?.values;  // ['aws-global', 'us-east-1', …]
 */
export async function discoverConfiguration<const X extends AnyConnector>(
  connector: X,
  configuration: PartialSettings<X>,
  options: DiscoverOptions = {},
): Promise<Suggestions> {
  const what = 'discoverConfiguration';
  const suggestions = await ask(connector, what, configuration, options, (discovery, settings, context) =>
    discovery.discoverConfiguration(settings, context),
  );
  const problems = suggestionProblems(connector, configuration, suggestions);
  if (problems.length > 0) throw problemsError('Internal', `what the connector suggests, ${what} of ${connector.name}`, problems);
  return suggestions;
}

/**
 * Checks that what is known of a configuration works: that the system can be reached, that the credentials are right.
 *
 * ICF: DiscoverConfigurationOp.testPartialConfiguration.
 *
 * @param connector      What `defineConnector` made.
 * @param configuration  The settings so far. Wrong ones are refused, missing ones only where the connector cannot do without.
 * @param options        Timeout in milliseconds, signal, log, instance name.
 * @throws ConnectorError `Configuration` with every wrong setting by its path; `UnsupportedOperation` when the connector has no such
 * operation; `OperationTimeout`, `OperationAborted`; what the connector throws.
 *
 * @example
 * await testPartialConfiguration(aws, { accessKeyId, secretKey, endpoint: 'http://127.0.0.1:5000' });
 */
export async function testPartialConfiguration<const X extends AnyConnector>(
  connector: X,
  configuration: PartialSettings<X>,
  options: DiscoverOptions = {},
): Promise<void> {
  await ask(connector, 'testPartialConfiguration', configuration, options, (discovery, settings, context) =>
    discovery.testPartialConfiguration(settings, context),
  );
}

async function ask<T>(
  connector: AnyConnector,
  operation: ConnectorOperation & keyof DiscoverConfigurationOp,
  configuration: unknown,
  options: DiscoverOptions,
  work: (discovery: DiscoverConfigurationOp, settings: Readonly<Record<string, unknown>>, context: Context) => T,
): Promise<Awaited<T>> {
  if (!isConnector(connector))
    throw badArguments(operation, [{ path: 'connector', message: `must be what defineConnector makes (got ${printable(connector)})` }]);
  const what = `${operation} of ${connector.name}`;
  checkCallOptions(options, what);
  const discovery = connector as AnyConnector & Partial<DiscoverConfigurationOp>;
  if (typeof discovery[operation] !== 'function')
    throw new ConnectorError('UnsupportedOperation', `${what}: the connector does not implement it; its schema says what settings it has`);
  const budget = new Budget(what, options, undefined);
  try {
    const { value, problems = [] } = partialSettings(connector, configuration);
    if (!value) throw problemsError('Configuration', `the configuration, ${what}`, problems as readonly Problem[]);
    const context: Context = {
      get signal() {
        return budget.signal;
      },
      log: options.log ?? (() => {}),
      instanceName: options.instanceName,
    };
    return await budget.run(async () => await work(discovery as AnyConnector & DiscoverConfigurationOp, value, context), false);
  } catch (error) {
    throw translateError(error, what);
  } finally {
    budget.dispose();
  }
}
