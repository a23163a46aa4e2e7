import type { Problem } from '../../model/errors.ts';
import type { Input } from '../../model/json-schema.ts';
import { problemsError } from '../../model/problems-error.ts';
import { similarName } from '../../model/wording.ts';
import { configurationSchema } from '../../spi/configuration-schema.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { Log, PoolOptions } from '../../spi/context.ts';
import { Budget } from '../calls/budget.ts';
import type { CallOptions } from '../calls/call-options.ts';
import { OperationTracing } from '../calls/tracing.ts';
import { translateError } from '../calls/translate-error.ts';
import { badArguments, checkCallOptions } from '../classes/connector-class.ts';
import type { Facade, Hook } from '../facade.ts';
import type { LooseConnector } from '../loose-connector.ts';
import { OpenedConnector } from '../opened-connector.ts';
import { checkPoolOptions } from '../pool/pool-options.ts';
import { Resilience } from '../resilience/resilience.ts';
import { type ResilienceOptions, resilienceProblems } from '../resilience/resilience-options.ts';
import { openSettings } from '../scripts/open-settings.ts';
import { loadScriptModules } from '../scripts/script-modules.ts';
import { engineProblems, type ScriptOptions, ScriptTexts } from '../scripts/script-texts.ts';
import { checkSettings } from './check-settings.ts';
import { definitionProblems } from './definition-problems.ts';
import { openSessions } from './open-sessions.ts';

/** How a connector is opened. `signal` concerns the opening only; `timeout` is also that of every call that names none. */
export interface OpenOptions extends CallOptions, ResilienceOptions {
  /** Where the connector writes what it has to say; nowhere by default. */
  readonly log?: Log;
  /** What the application calls this connection, for logs and traces. */
  readonly instanceName?: string;
  /** Of a connector that declares a session pool: what should be otherwise than it declares. */
  readonly pool?: PoolOptions;
  /** The application's own named functions, called with the facade; the connector's names cannot be taken. */
  readonly hooks?: Readonly<Record<string, Hook>>;
  /** Scripts besides the hooks: modules of the operator's, and text in an engine. None unless given. */
  readonly scripts?: ScriptOptions;
}

/**
 * Checks the configuration and opens a connector.
 *
 * @param connector      What `defineConnector` made.
 * @param configuration  Its settings; those with a default may be left out, secrets may be strings.
 * @param options        Timeout in milliseconds, signal, log, hooks, scripts, pool; retries, limits, order of writes and circuit breaker.
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
  const unfit = definitionProblems(connector);
  if (unfit.length > 0) throw badArguments('openConnector', unfit);
  const loose = connector as LooseConnector;
  const what = `open ${connector.name}`;
  checkCallOptions(options, what);
  const wrong = [...unknownOptions(options), ...poolProblems(loose, options.pool), ...resilienceProblems(options)];
  if (wrong.length > 0) throw badArguments(what, wrong);
  const checked = checkSettings(loose, configuration);
  const problems = [...(checked.problems ?? []), ...hookProblems(loose, options)];
  if (!checked.value || problems.length > 0) throw problemsError('Configuration', `the configuration, ${what}`, problems);
  const { value } = checked;
  const { timeout, instanceName, scripts, log = () => {} } = options;
  const budget = new Budget(what, options, undefined);
  try {
    const modules = scripts?.modules ? await budget.run(() => loadScriptModules(scripts.modules ?? {}, what), false) : {};
    const sessions = await openSessions(loose, value, options, budget, log);
    const tracing = new OperationTracing({ connector: connector.name, version: connector.version, instanceName });
    const pageSize = Number.isSafeInteger(value.pageSize) && (value.pageSize as number) >= 1 ? (value.pageSize as number) : 100;
    return new OpenedConnector({
      connector: loose,
      sessions,
      resilience: Resilience.of(options, (incident) => tracing.incident(incident)),
      tracing,
      timeout,
      pageSize,
      log,
      hooks: { ...modules, ...options.hooks },
      scripts:
        scripts &&
        new ScriptTexts(scripts, {
          connectorName: connector.name,
          configuration: openSettings(value, configurationSchema(connector.configuration)),
          log,
        }),
    }) as unknown as Facade<X>;
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
  return checkSettings(connector, configuration).problems ?? [];
}

const optionNames: readonly (keyof OpenOptions)[] = [
  ...(['timeout', 'signal', 'log', 'instanceName', 'hooks', 'scripts', 'pool'] as const),
  ...(['retry', 'concurrency', 'rate', 'orderWrites', 'circuitBreaker'] as const),
];

/** A misspelt limit would not hold, and nobody would hear of it. */
function unknownOptions(options: OpenOptions): readonly Problem[] {
  return Object.keys(options)
    .filter((name) => !(optionNames as readonly string[]).includes(name))
    .map((path) => {
      const near = similarName(path, optionNames);
      return { path, message: `is not an option of openConnector${near ? `; did you mean "${near}"?` : `; there are ${optionNames.join(', ')}`}` };
    });
}

/** A pool for a connector that has none would be a promise that nobody keeps. */
function poolProblems({ name, pool }: LooseConnector, options: PoolOptions | undefined): readonly Problem[] {
  if (options !== undefined && !pool) return [{ path: 'pool', message: `is not for ${name}, whose calls share one session` }];
  return checkPoolOptions(options, pool);
}

function hookProblems(connector: AnyConnector, { hooks = {}, scripts }: OpenOptions): readonly Problem[] {
  const own = Object.keys((connector.hooks ?? {}) as object);
  const modules = Object.keys(scripts?.modules ?? {});
  const taken = (name: string) => own.includes(name);
  return [
    ...(scripts ? engineProblems(scripts) : []),
    ...Object.keys(hooks)
      .filter(taken)
      .map((name) => ({ path: `hooks.${name}`, message: 'is a hook of the connector; choose another name' })),
    ...modules
      .filter((name) => taken(name) || Object.hasOwn(hooks, name))
      .map((name) => ({ path: `scripts.modules.${name}`, message: 'is a hook already; choose another name' })),
  ];
}
