import type { Log } from '../../spi/context.ts';
import type { AnyFacade } from '../facade.ts';

/** What a script reaches of its host: the connector's operations and its settings, and nothing else. */
export interface ScriptHost {
  /** The opened connector. An engine hands out its operations, never the object itself. */
  readonly facade: AnyFacade;
  readonly connectorName: string;
  /** The settings, without those that are secret. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly log: Log;
}

/**
 * Runs the text of scripts. The facade knows none: `identity-connector/script` has one, and `openConnector` takes it in `scripts.engine`.
 */
export interface ScriptEngine {
  /** Names of the languages that it runs; compared without regard to case. */
  readonly languages: readonly string[];
  /**
   * Runs a text and answers its result as plain data.
   *
   * @param script  The text, and the arguments that it finds as variables.
   * @param host    What it may reach.
   * @param signal  Ends it.
   * @throws ConnectorError `InvalidArgument` for a text that is none, `OperationTimeout`, `QuotaExceeded` beyond a limit, `Internal` for what the script throws.
   */
  run(script: { readonly text: string; readonly args: Readonly<Record<string, unknown>> }, host: ScriptHost, signal: AbortSignal): Promise<unknown>;
}
