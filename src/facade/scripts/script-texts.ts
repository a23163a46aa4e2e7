import { ConnectorError, type Problem } from '../../model/errors.ts';
import { isObject } from '../../model/value-kind.ts';
import { printable } from '../../model/wording.ts';
import type { Log } from '../../spi/context.ts';
import type { AnyFacade } from '../facade.ts';
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

  constructor(
    { engine, allowTextFromNetwork }: ScriptOptions,
    host: { readonly connectorName: string; readonly configuration: Readonly<Record<string, unknown>>; readonly log: Log },
  ) {
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
  run({ language, text, args }: ScriptFields, facade: AnyFacade, what: string, signal: AbortSignal): Promise<unknown> {
    const languages = this.#engine?.languages ?? [];
    if (!this.#engine || !languages.some((each) => each.toLowerCase() === language.toLowerCase())) {
      throw new ConnectorError(
        'InvalidAttributeValue',
        `${what}: language must be ${languages.join(' or ')} (got ${printable(language)}); write the script in it, or register it as a hook`,
        { problems: [{ path: 'language', message: `must be ${languages.join(' or ')}` }] },
      );
    }
    return this.#engine.run({ text, args }, { ...this.#host, facade }, signal);
  }
}

/** The problems of script options, by their paths. */
export function engineProblems({ engine }: ScriptOptions): readonly Problem[] {
  if (engine === undefined || isEngine(engine)) return [];
  return [{ path: 'scripts.engine', message: `must be an engine, such as javascript() makes (got ${printable(engine)})` }];
}

function isEngine(value: unknown): boolean {
  return (
    isObject(value) && typeof value.run === 'function' && Array.isArray(value.languages) && value.languages.every((each) => typeof each === 'string')
  );
}
