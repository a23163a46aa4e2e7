import type { ScriptEngine } from '../facade/scripts/script-engine.ts';
import { ConnectorError } from '../model/errors.ts';
import { Secret, SecretBytes } from '../model/secret.ts';
import { encodeCrossing } from './crossing.ts';
import { scriptArguments } from './script-arguments.ts';
import { type ScriptLimits, scriptLimits } from './script-limits.ts';
import { ScriptRun } from './script-run.ts';
import { ScriptThreads } from './script-threads.ts';

/** Limits of each script; all have defaults. */
export type JavascriptOptions = Partial<ScriptLimits>;

/** The engine for scripts in JavaScript. It can be shared by many connectors. */
export interface JavascriptEngine extends ScriptEngine, AsyncDisposable {
  /** Starts a thread before the first script needs it. Errors: Configuration when the engine is not installed. */
  warmUp(): Promise<void>;
  /** Ends the threads. A thread that waits for scripts does not keep the process alive, so few need this. */
  close(): Promise<void>;
}

/**
 * Makes an engine that runs the text of scripts apart from the application: in QuickJS, compiled to WebAssembly, in a thread of its own.
 *
 * A script finds its arguments as variables, `connector` with the operations and the settings that are not secret, `console` and `log`, and
 * the language; nothing else. Its result is its last expression or what it returns, and `await` works everywhere. Every script begins anew:
 * nothing that another one did is left. It needs the packages quickjs-emscripten-core and `@jitl/quickjs-wasmfile-release-sync`, which are
 * loaded for the first script.
 *
 * @param options  `timeout` in milliseconds (1000), `memory` (16 MiB) and `stack` (256 KiB) in bytes, `text` (256 KiB) and `result` (1 MiB) in
 * characters, `hostCalls`, `rows` and `logLines` (1000 each), `threads` (4).
 * @throws ConnectorError `Configuration` naming every option that is wrong.
 *
 * @example
 * const directory = await openConnector(memory, {}, { scripts: { engine: javascript({ timeout: 500 }) } });
 * await directory.scriptOnConnector({ language: 'javascript', text: 'connector.name + suffix', args: { suffix: '!' } });  // 'memory!'
 */
export function javascript(options: JavascriptOptions = {}): JavascriptEngine {
  const limits = scriptLimits(options);
  const threads = new ScriptThreads(limits);
  return {
    languages: ['javascript', 'js', 'ecmascript'],

    async run({ text, args }, host, signal) {
      const where = `a script of ${host.connectorName}`;
      if (text.length > limits.text) {
        throw new ConnectorError('QuotaExceeded', `the text of ${where} takes ${text.length} characters, more than ${limits.text}`);
      }
      const given = scriptArguments(args, where);
      if (given.length > limits.result) {
        throw new ConnectorError('QuotaExceeded', `the arguments of ${where} take ${given.length} characters, more than ${limits.result}`);
      }
      const setup = encodeCrossing({ name: host.connectorName, configuration: withoutSecrets(host.configuration) }, 'configuration');
      const thread = await threads.take(signal).catch((error: unknown) => {
        throw ConnectorError.is(error)
          ? error
          : new ConnectorError('OperationAborted', `${where} was ended by the caller's signal`, { cause: error });
      });
      const run = new ScriptRun(thread, host, limits);
      try {
        return await run.run({ text, args: given, setup }, signal);
      } finally {
        threads.release(thread, run.clean);
      }
    },

    async warmUp() {
      threads.release(await threads.take(new AbortController().signal), true);
    },

    close: () => threads.close(),
    [Symbol.asyncDispose]: () => threads.close(),
  };
}

/** The settings as data. Secrets should not be among them; those that are, at any depth, are left out, and so is what is no data. */
function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'function' || typeof value === 'symbol' || value instanceof Secret || value instanceof SecretBytes || depth > 50)
    return undefined;
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1)).filter((item) => item !== undefined);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (value instanceof URL) return Object.assign(new URL(value), { username: '', password: '' }).href;
  if (prototype !== null && prototype !== Object.prototype) return undefined;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, item]) => [name, withoutSecrets(item, depth + 1)] as const)
      .filter(([, item]) => item !== undefined),
  );
}
