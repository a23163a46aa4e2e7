import { Worker } from 'node:worker_threads';
import { ConnectorError } from '../model/errors.ts';
import { guestProgram } from './guest-program.ts';
import type { ScriptLimits } from './script-limits.ts';
import { workerProgram } from './worker-program.ts';

/** What a thread says. It runs what a stranger may have written, so every part may be missing. */
export interface ThreadMessage {
  readonly kind?: unknown;
  readonly id?: unknown;
  readonly operation?: unknown;
  readonly text?: unknown;
  readonly level?: unknown;
  readonly line?: unknown;
  readonly column?: unknown;
  readonly answer?: unknown;
  readonly unawaited?: unknown;
  readonly denied?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
}

/** What a thread is told. */
export type ThreadOrder =
  | { readonly kind: 'run'; readonly text: string; readonly args: string; readonly setup: string }
  | { readonly kind: 'settle'; readonly id: number; readonly good: boolean; readonly text: string };

/**
 * A thread with an engine in it, which runs one script at a time.
 *
 * A thread, because nothing else ends a script for certain: searching a text of a megabyte for another one took 52 seconds without a single
 * look at the engine's own time limit. It also keeps the application's event loop free.
 */
export class ScriptThread {
  readonly #worker: Worker;
  #listener: ((message: ThreadMessage) => void) | undefined;
  #ended = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: unknown) => {
      // Nothing that a thread says may make this side throw: there is nobody to catch it.
      if (typeof message === 'object' && message !== null) this.#listener?.(message);
    });
    const lost = () => {
      this.#ended = true;
      this.#listener?.({ kind: 'lost' });
    };
    worker.on('error', lost);
    worker.on('exit', lost);
  }

  /**
   * Starts a thread and loads the engine.
   *
   * @throws ConnectorError `Configuration` when the engine is not installed.
   */
  static async start(limits: ScriptLimits): Promise<ScriptThread> {
    const { memory, stack, result, logLines, hostCalls } = limits;
    const worker = new Worker(workerProgram, {
      eval: true,
      name: 'identity-connector/script',
      // Nothing of the application's environment is in the thread, should the engine have a hole.
      env: {},
      argv: [],
      execArgv: [],
      workerData: { guest: guestProgram, memory, stack, result, logLines, calls: hostCalls, places: places() },
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
    });
    const thread = new ScriptThread(worker);
    const first = await new Promise<ThreadMessage & { readonly missing?: unknown }>((resolve) => thread.listen(resolve));
    thread.listen(undefined);
    if (first.kind === 'ready') {
      worker.unref();
      return thread;
    }
    await thread.end();
    throw new ConnectorError(
      'Configuration',
      first.missing
        ? `scripts in JavaScript need ${first.missing}, which is not installed; run: npm install quickjs-emscripten-core@0.32 @jitl/quickjs-wasmfile-release-sync@0.32`
        : `the engine for scripts in JavaScript cannot be started${typeof first.message === 'string' ? `: ${first.message}` : ''}`,
    );
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Who hears what the thread says; a thread that nobody listens to does not keep the process alive. */
  listen(listener: ((message: ThreadMessage) => void) | undefined): void {
    this.#listener = listener;
    if (listener) this.#worker.ref();
    else this.#worker.unref();
  }

  order(order: ThreadOrder): void {
    this.#worker.postMessage(order);
  }

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#listener = undefined;
    await this.#worker.terminate();
  }
}

/** Where the engine's packages are looked for: beside this package, then beside the application. */
function places(): readonly string[] {
  // As CommonJS this file has no import.meta.
  const own = (import.meta as { readonly url?: string } | undefined)?.url ?? __filename;
  return [own, `${process.cwd()}/application.js`];
}
