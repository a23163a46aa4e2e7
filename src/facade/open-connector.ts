import { ConnectorError, type Problem } from '../model/errors.ts';
import type { Input } from '../model/json-schema.ts';
import { problemsError } from '../model/problems-error.ts';
import { printable } from '../model/wording.ts';
import { checkConfiguration } from '../spi/configuration.ts';
import { type AnyConnector, isConnector } from '../spi/connector.ts';
import type { Context, Log, PoolOptions } from '../spi/context.ts';
import { Budget } from './budget.ts';
import type { CallOptions } from './call-options.ts';
import { badArguments, checkCallOptions } from './connector-class.ts';
import { endSession } from './end-session.ts';
import type { Facade, Hook } from './facade.ts';
import type { LooseConnector } from './loose-connector.ts';
import { OpenedConnector } from './opened-connector.ts';
import { translateError } from './translate-error.ts';

/** How a connector is opened. `signal` concerns the opening only; `timeout` is also that of every call that names none. */
export interface OpenOptions extends CallOptions {
  /** Where the connector writes what it has to say; nowhere by default. */
  readonly log?: Log;
  /** What the application calls this connection, for logs and traces. */
  readonly instanceName?: string;
  readonly pool?: PoolOptions;
  /** The application's own named functions, called with the facade; the connector's names cannot be taken. */
  readonly hooks?: Readonly<Record<string, Hook>>;
}

/**
 * Checks the configuration and opens a connector.
 *
 * @param connector      What `defineConnector` made.
 * @param configuration  Its settings; those with a default may be left out, secrets may be strings.
 * @param options        Timeout in milliseconds, signal, log, hooks.
 * @returns The typed facade; close it, or declare it with `await using`.
 * @throws ConnectorError `Configuration` with every wrong setting by its path, before anything is sent; what `connect` throws;
 * `OperationTimeout` and `OperationAborted`.
 *
 * @example
 * const directory = await openConnector(memory, {});
 * const { uid } = await directory.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });
 * await directory.close();
 */
export async function openConnector<const X extends AnyConnector>(
  connector: X,
  configuration: Input<X['configuration']>,
  options: OpenOptions = {},
): Promise<Facade<X>> {
  if (!isConnector(connector))
    throw badArguments('openConnector', [{ path: 'connector', message: `must be what defineConnector makes (got ${printable(connector)})` }]);
  const loose = connector as LooseConnector & { readonly pool?: object };
  const what = `open ${connector.name}`;
  checkCallOptions(options, what);
  if (loose.pool) throw new ConnectorError('UnsupportedOperation', `${what}: it declares a session pool, which this version does not have`);
  const checked = check(loose, configuration);
  const problems = [...(checked.problems ?? []), ...hookProblems(loose, options.hooks)];
  if (!checked.value || problems.length > 0) throw problemsError('Configuration', `the configuration, ${what}`, problems);
  const { value } = checked;
  const log: Log = options.log ?? (() => {});
  const budget = new Budget(what, options, undefined);
  try {
    const context: Context = {
      get signal() {
        return budget.signal;
      },
      log,
      instanceName: options.instanceName,
    };
    let connecting: Promise<unknown> | undefined;
    const connect = () => {
      connecting = (async () => loose.connect(value as never, context))();
      return connecting;
    };
    const { timeout, instanceName, hooks = {} } = options;
    const pageSize = Number.isSafeInteger(value.pageSize) && (value.pageSize as number) >= 1 ? (value.pageSize as number) : 100;
    const opening = { connector: loose, timeout, pageSize, instanceName, log, hooks };
    let session: unknown;
    try {
      session = await budget.run(connect, false);
    } catch (error) {
      // A session that is made too late belongs to nobody: end it.
      connecting?.then((late) => endSession(loose, late)).catch(() => {});
      throw error;
    }
    return new OpenedConnector({ ...opening, session }) as unknown as Facade<X>;
  } catch (error) {
    throw translateError(error, what);
  } finally {
    budget.dispose();
  }
}

/**
 * The problems of a configuration, all at once, without connecting. An empty list means that it can be opened.
 *
 * @example
 * validateConfiguration(memory, { pageSize: 0 });  // [{ path: 'pageSize', message: … }]
 */
export function validateConfiguration(connector: AnyConnector, configuration: unknown): readonly Problem[] {
  return check(connector, configuration).problems ?? [];
}

function check(connector: AnyConnector, configuration: unknown): ReturnType<typeof checkConfiguration> {
  try {
    const checked = checkConfiguration(connector.configuration, configuration);
    const { checkConfiguration: rules } = connector as { checkConfiguration?(value: unknown): readonly Problem[] };
    if (checked.problems) return { problems: [...checked.problems, ...rulesBroken(() => rules?.call(connector, checked.flawed), checked)] };
    const problems = rules?.call(connector, checked.value) ?? [];
    return problems.length > 0 ? { problems } : checked;
  } catch (error) {
    throw translateError(error, `configuration of ${connector.name}`);
  }
}

/** What the rules between settings say of a configuration that has other faults already; they count on values that may not be there. */
function rulesBroken(
  rules: () => readonly Problem[] | undefined,
  { problems = [], flawed }: { readonly problems?: readonly Problem[]; readonly flawed?: unknown },
): readonly Problem[] {
  if (flawed === undefined) return [];
  const settingOf = ({ path }: Problem) => path.split(/[.[]/)[0];
  const known = new Set(problems.map(settingOf));
  try {
    return (rules() ?? []).filter((problem) => !known.has(settingOf(problem)));
  } catch {
    return [];
  }
}

function hookProblems(connector: AnyConnector, hooks: OpenOptions['hooks']): readonly Problem[] {
  const taken = Object.keys((connector.hooks ?? {}) as object);
  return Object.keys(hooks ?? {})
    .filter((name) => taken.includes(name))
    .map((name) => ({ path: `hooks.${name}`, message: 'is a hook of the connector; choose another name' }));
}
