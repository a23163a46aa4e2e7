import memory from '../../src/connectors/memory/index.ts';
import type { AnyFacade } from '../../src/facade/facade.ts';
import { openConnector } from '../../src/index.ts';
import type { ConnectorError } from '../../src/model/errors.ts';
import { type JavascriptEngine, type JavascriptOptions, javascript } from '../../src/script/index.ts';

/** What a script under test wrote into the log. */
export interface Line {
  readonly level: string;
  readonly message: string;
}

/** An engine with a directory in memory behind it. Generous with time: the machine may be busy. */
export class ScriptBench implements AsyncDisposable {
  readonly engine: JavascriptEngine;
  readonly lines: Line[] = [];
  readonly facade: AnyFacade;

  private constructor(engine: JavascriptEngine, facade: AnyFacade, lines: Line[]) {
    this.engine = engine;
    this.facade = facade;
    this.lines = lines;
  }

  static async open(options: JavascriptOptions = {}): Promise<ScriptBench> {
    const engine = javascript({ timeout: 20_000, ...options });
    const lines: Line[] = [];
    const facade = await openConnector(
      memory,
      { objects: [{ objectClass: '__ACCOUNT__', name: 'ada', attributes: { mail: 'ada@example.org' } }] as never },
      {
        scripts: { engine },
        hooks: { double: ({ args }) => (args as { value: number }).value * 2, shout: () => Promise.reject(new Error('hunter2 in a foreign error')) },
        log: (level, message) => void lines.push({ level, message }),
      },
    );
    return new ScriptBench(engine, facade, lines);
  }

  run(text: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return this.facade.scriptOnConnector({ language: 'javascript', text, args });
  }

  /** The error that a script ends with. */
  async failure(text: string, args: Readonly<Record<string, unknown>> = {}): Promise<ConnectorError> {
    const result = await this.run(text, args).then(
      (value) => ({ value }),
      (error: ConnectorError) => error,
    );
    if (result instanceof Error) return result;
    throw new Error(`the script did not fail: ${String(result.value)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.facade.close();
    await this.engine.close();
  }
}
