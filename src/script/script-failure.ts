import type { ConnectorError } from '../model/errors.ts';
import type { ScriptLimits } from './script-limits.ts';
import type { ScriptOutcome } from './script-outcome.ts';

/** How a script may end badly, as its thread tells it. It comes from where a stranger's text runs: any part may be missing. */
interface Failure {
  readonly kind?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly line?: unknown;
  readonly column?: unknown;
  readonly stack?: unknown;
  readonly value?: unknown;
  readonly refused?: unknown;
  readonly denied?: unknown;
}

const SHOWN = 500;
const shown = (value: unknown) => (typeof value === 'string' ? (value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value) : '');

/** The error for it. The texts are the script's own, so they may be shown. */
export function scriptFailure(failure: Failure, outcome: ScriptOutcome, { memory, stack, hostCalls }: ScriptLimits): ConnectorError {
  const name = shown(failure.name);
  const message = shown(failure.message);
  const overflow = message.startsWith('stack overflow');
  const ran = overflow ? `stack (${stack} bytes)` : `memory (${memory} bytes)`;
  const exhausted = () => outcome.error('QuotaExceeded', `the script ran out of ${ran}`);
  if (failure.kind === 'exhausted' || (failure.denied === true && failure.value === 'null')) return exhausted();
  if (failure.kind === 'exceeded') return outcome.error('QuotaExceeded', `the script made more than ${hostCalls} calls of the connector`);
  if (failure.kind === 'lost') return outcome.error('Internal', 'the thread of the script ended unexpectedly');
  if (failure.kind === 'stuck') return outcome.error('InvalidArgument', 'the script waits for a promise that nothing can settle');
  if (failure.kind !== 'refused' && failure.kind !== 'thrown') return outcome.error('Internal', 'the thread of the script said what it should not');
  // Without memory for its message, the error has none.
  if (name === 'InternalError' && (overflow || (failure.denied === true && message === '') || /^(out of memory|string too long)/.test(message)))
    return exhausted();
  if (failure.kind === 'refused') {
    const where =
      typeof failure.line === 'number' ? ` (line ${failure.line}${typeof failure.column === 'number' ? `, column ${failure.column}` : ''})` : '';
    const text = `the script cannot be read: ${message}${where}`;
    return outcome.error('InvalidArgument', text, { problems: [{ path: 'text', message: `${message}${where}` }] });
  }
  if (failure.refused === true) return outcome.error('InvalidArgument', `the script: ${message}`);
  if (failure.value !== undefined) return outcome.error('Internal', `the script threw ${shown(failure.value)}`);
  const line = /\(script:(\d+):/.exec(typeof failure.stack === 'string' ? failure.stack : '')?.[1];
  return outcome.error('Internal', `the script threw ${name || 'an object'}${message && `: ${message}`}${line ? ` (line ${line})` : ''}`);
}
