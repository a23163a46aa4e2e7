/**
 * What a thread of the engine runs: it keeps the engine warm, evaluates one script at a time in a context of its own and passes messages on.
 *
 * A text, because a thread starts from a file or a text, and a file of its own would have to be found again in every bundle. It decides
 * nothing: limits of time and calls are kept on the other side, which ends the thread when it must.
 */
export const workerProgram = String.raw`'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const { createRequire } = require('node:module');
const { guest, memory, stack, result, logLines, calls } = workerData;
const post = (message) => parentPort.postMessage(message);

function load(name) {
  for (const place of workerData.places) {
    try { return createRequire(place)(name); } catch (error) { if (error.code !== 'MODULE_NOT_FOUND' || !error.message.includes(name)) throw error; }
  }
  const error = new Error(name);
  error.missing = name;
  throw error;
}

/** Whether the script asked for more memory than there is: QuickJS itself throws null when not even its error fits. */
let denied = false;

async function start() {
  const { newQuickJSWASMModuleFromVariant, newVariant } = load('quickjs-emscripten-core');
  const { default: variant } = load('@jitl/quickjs-wasmfile-release-sync');
  // QuickJS counts hardly anything against its own limit when compiled to WebAssembly: the memory itself is what holds.
  const wasmMemory = new WebAssembly.Memory({ initial: 256, maximum: Math.floor(memory / 65536) });
  const grow = wasmMemory.grow;
  wasmMemory.grow = (pages) => {
    try { return grow.call(wasmMemory, pages); } catch (error) { denied = true; throw error; }
  };
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory, emscriptenModule: { printErr() {}, print() {} } }));
}

/** A context in which a script has not run yet. */
function prepare(engine) {
  const runtime = engine.newRuntime();
  runtime.setMaxStackSize(stack);
  const context = runtime.newContext();
  const compiled = context.unwrapResult(context.evalCode(guest, 'connector', 0));
  return { runtime, context, compiled };
}

class Script {
  constructor({ runtime, context, compiled }) {
    this.runtime = runtime;
    this.context = context;
    this.compiled = compiled;
    this.handles = [compiled];
    this.called = 0;
    this.waiting = 0;
    this.outstanding = 0;
    this.lengths = new Map();
    this.lines = 0;
  }
  keep(handle) { this.handles.push(handle); return handle; }
  text(value) { return this.keep(this.context.newString(value)); }
  read(handle, limit) {
    const { context } = this;
    if (context.typeof(handle) !== 'string') return undefined;
    // A string's length is its own and nobody's to change.
    const length = context.getProp(handle, 'length').consume((number) => context.getNumber(number));
    return length <= limit ? context.getString(handle) : undefined;
  }
  begin({ text, args, setup }) {
    const { context } = this;
    const hostCall = this.keep(context.newFunction('call', (id, operation, given) => {
      if (++this.called > calls) {
        if (this.called === calls + 1) post({ kind: 'exceeded' });
        throw new Error('too many calls of the connector');
      }
      const message = { kind: 'call', id: context.getNumber(id), operation: this.read(operation, 100), text: this.read(given, result) };
      // What is not answered yet fills the memory of the application, not that of the script.
      const length = message.text === undefined ? 0 : message.text.length;
      if (this.outstanding + length > 4 * result) throw new Error('too much is under way at once: await some calls before the next');
      this.outstanding += length;
      this.lengths.set(message.id, length);
      this.waiting++;
      post(message);
    }));
    const hostLog = this.keep(context.newFunction('log', (level, line) => {
      if (++this.lines > logLines + 1) return;
      if (this.lines > logLines) post({ kind: 'log', level: 'warn', line: 'the script wrote more than ' + logLines + ' lines; the others are left out' });
      else post({ kind: 'log', level: this.read(level, 10), line: this.read(line, 2000) });
    }));
    const limit = this.keep(context.newNumber(result));
    const guest = this.keep(context.unwrapResult(context.callFunction(this.compiled, context.undefined, hostCall, hostLog, this.text(setup), limit)));
    this.settleFunction = this.keep(context.getProp(guest, 'settle'));
    const give = this.keep(context.getProp(guest, 'give'));
    const finish = this.keep(context.getProp(guest, 'finish'));
    this.keep(context.unwrapResult(context.callFunction(give, context.undefined, this.text(args))));
    const evaluated = this.evaluate(text);
    if (!evaluated) return;
    this.promise = this.keep(context.unwrapResult(context.callFunction(finish, context.undefined, evaluated.value, evaluated.boxed ? context.true : context.false)));
    this.pump();
  }
  evaluate(text) {
    const { context } = this;
    const ASYNC = 128, COMPILE_ONLY = 32;
    const first = context.evalCode(text, 'script', ASYNC);
    if (!first.error) return { value: this.keep(first.value), boxed: true };
    const lines = text.split('\n').length;
    const fault = this.fault(first.error, 0, lines);
    if (fault.name === 'SyntaxError' && /\breturn\b/.test(fault.message)) {
      // A body that closes neither of two different brackets early is the body of a function, whatever is in it.
      const before = '(async()=>{';
      const declared = context.evalCode('async function script(){' + text + '\n}', 'script', COMPILE_ONLY);
      if (declared.error) return this.refuse(this.fault(declared.error, 24, lines));
      declared.value.dispose();
      const second = context.evalCode(before + text + '\n})()', 'script', 0);
      if (!second.error) return { value: this.keep(second.value), boxed: false };
      return this.refuse(this.fault(second.error, before.length, lines));
    }
    return this.refuse(fault);
  }
  /** What is wrong with the text, and where: in the author's lines, without what was put around them. */
  fault(error, shift, lines) {
    const { name, message, stack } = error.consume((handle) => this.context.dump(handle));
    const [, line, column] = (/script:(\d+):(\d+)/.exec(String(stack)) ?? []).map(Number);
    const beyond = line > lines;
    return { name: String(name), message: String(message), line: beyond ? lines : line, column: beyond ? undefined : line === 1 ? column - shift : column };
  }
  refuse(fault) { this.end({ kind: 'refused', ...fault }); }
  pump() {
    const { runtime, context } = this;
    while (runtime.hasPendingJob()) {
      const done = runtime.executePendingJobs();
      if (done.error) done.error.dispose();
    }
    const state = context.getPromiseState(this.promise);
    if (state.type === 'rejected') { state.error.dispose(); this.end({ kind: 'exhausted' }); }
    else if (state.type === 'fulfilled') {
      this.answer ??= state.value.consume((handle) => this.read(handle, result + 1) ?? '');
      if (this.waiting === 0) this.end({ kind: 'end', answer: this.answer, unawaited: this.early === true });
      else if (!this.early) {
        // Calls that nobody waits for may still write. The other side waits for those.
        this.early = true;
        post({ kind: 'answered', answer: this.answer, unawaited: true, denied });
      }
    } else if (this.waiting === 0) this.end({ kind: 'stuck' });
  }
  settle({ id, good, text }) {
    const { context } = this;
    this.waiting--;
    this.outstanding -= this.lengths.get(id);
    this.lengths.delete(id);
    post({ kind: 'taken' });
    const [number, content] = [context.newNumber(id), context.newString(text)];
    const settled = context.callFunction(this.settleFunction, context.undefined, number, good ? context.true : context.false, content);
    number.dispose();
    content.dispose();
    if (settled.error) { settled.error.dispose(); return this.end({ kind: 'exhausted' }); }
    settled.value.dispose();
    this.pump();
  }
  end(message) {
    this.ended = true;
    for (const handle of this.handles.reverse()) if (handle.alive) handle.dispose();
    this.context.dispose();
    this.runtime.dispose();
    post({ ...message, denied });
  }
}

let script, spare;
start().then((engine) => {
  spare = prepare(engine);
  parentPort.on('message', (message) => {
    try {
      if (message.kind === 'run') {
        script = new Script(spare ?? prepare(engine));
        spare = undefined;
        denied = false;
        script.begin(message);
      } else if (script && !script.ended) script.settle(message);
      if (script.ended && !spare) spare = prepare(engine);
    } catch (error) {
      // The engine itself gave way, out of memory as a rule. The other side ends this thread.
      post({ kind: 'exhausted', denied });
    }
  });
  post({ kind: 'ready' });
}, (error) => post({ kind: 'failed', missing: error.missing, message: String(error && error.message) }));
`;
