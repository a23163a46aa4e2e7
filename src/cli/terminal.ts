import type { Readable } from 'node:stream';
import type { Awaitable } from '../model/awaitable.ts';
import type { StandardInput } from './standard-input.ts';
import type { Variables } from './variables.ts';

/** What the program works with besides its arguments. Tests give their own. */
export interface Terminal {
  /** Data: what the command is for. Answers a promise when whoever reads is behind; who writes much waits for it. */
  out(text: string): Awaitable<void>;
  /** Everything else: progress, errors. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths count from. */
  readonly directory: string;
  /** Ends the command: Ctrl-C. */
  readonly signal: AbortSignal;
  /** What is typed or piped in; nothing where it is left out. */
  readonly input?: Readable & { readonly isTTY?: boolean };
  /** Where progress is drawn: standard error, when it is a terminal. */
  readonly screen?: NodeJS.WriteStream | undefined;
}

/** The same for its commands. */
export interface CommandTerminal extends Terminal {
  readonly variables: Variables;
  readonly standardInput: StandardInput;
}
