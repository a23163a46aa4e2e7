import { ConnectorError } from '../model/errors.ts';
import { problemsError } from '../model/problems-error.ts';
import { isObject } from '../model/value-kind.ts';
import { printable } from '../model/wording.ts';
import { configurationSchema } from '../spi/configuration-schema.ts';
import type { AnyConnector } from '../spi/connector.ts';
import type { Log } from '../spi/context.ts';
import type { AnyFacade } from './facade.ts';
import { openSettings } from './open-settings.ts';
import type { ScriptEngine } from './script-engine.ts';
import type { ScriptFields } from './script-fields.ts';

/** What scripts an application allows. */
export interface ScriptOptions {
  /** Runs the text of scripts, in connectors that do not run it themselves. Without it text is refused. */
  readonly engine?: ScriptEngine;
  /**
   * Modules of the operator's, by the name that `runHook` calls them by: a path (from the working directory), a URL or a package. The default
   * export is a function; it is given what a hook of the application is given. They are loaded at opening and run unconfined.
   */
  readonly modules?: Readonly<Record<string, string | URL>>;
  /** Whether text that came over the network may run too, in the engine or in a connector that runs it itself. False unless said. */
  readonly allowTextFromNetwork?: boolean;
}

/** The texts that may run, and what runs them. */
export class ScriptTexts {
  readonly #engine: ScriptEngine | undefined;
  readonly #host: { readonly connectorName: string; readonly configuration: Readonly<Record<string, unknown>>; readonly log: Log };
  readonly allowsNetwork: boolean;
  #shown: Readonly<Record<string, unknown>> | undefined;

  constructor(
    { engine, allowTextFromNetwork }: ScriptOptions,
    host: { readonly connectorName: string; readonly configuration: Readonly<Record<string, unknown>>; readonly log: Log },
  ) {
    if (engine !== undefined && !isEngine(engine)) {
      const message = `must be an engine, such as javascript() makes (got ${printable(engine)})`;
      throw problemsError('Configuration', `the scripts of ${host.connectorName}`, [{ path: 'scripts.engine', message }]);
    }
    this.#engine = engine;
    this.#host = host;
    this.allowsNetwork = allowTextFromNetwork === true;
  }

  get runs(): boolean {
    return this.#engine !== undefined;
  }

  /**
   * Runs a text in the engine.
   *
   * @throws ConnectorError `InvalidAttributeValue` for another language, as ICF's scripted connectors do; what the engine throws.
   */
  run(
    { language, text, args }: ScriptFields,
    { facade, connector }: { readonly facade: AnyFacade; readonly connector: AnyConnector },
    what: string,
    signal: AbortSignal,
  ): Promise<unknown> {
    const languages = this.#engine?.languages ?? [];
    if (!this.#engine || !languages.some((each) => each.toLowerCase() === language.toLowerCase())) {
      throw new ConnectorError(
        'InvalidAttributeValue',
        `${what}: language must be ${languages.join(' or ')} (got ${printable(language)}); write the script in it, or register it as a hook`,
        { problems: [{ path: 'language', message: `must be ${languages.join(' or ')}` }] },
      );
    }
    this.#shown ??= openSettings(this.#host.configuration, configurationSchema(connector.configuration));
    return this.#engine.run({ text, args }, { ...this.#host, configuration: this.#shown, facade }, signal);
  }
}

function isEngine(value: unknown): boolean {
  return (
    isObject(value) && typeof value.run === 'function' && Array.isArray(value.languages) && value.languages.every((each) => typeof each === 'string')
  );
}
