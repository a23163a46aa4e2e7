import type { Command } from 'commander';
import { builtInConnectors } from '../facade/opening/load-connector.ts';
import { ConnectorError } from '../model/errors.ts';
import { causePlace } from './cause-place.ts';
import { exitCodes } from './exit-codes.ts';
import { ReaderGone } from './standard-output.ts';
import type { CommandTerminal } from './terminal.ts';

/** Adds a command to the program. What its action returns is what the process ends with. */
export type AddCommand = (program: Command, terminal: CommandTerminal, end: (code: number) => void) => void;

/** The argument of every command about a connector. */
export const connectorArgument = ['<connector>', `a built-in name (${builtInConnectors.join(', ')}), the path of a module, or a package`] as const;

/** The option of every command that needs a configuration. */
export const configOption = [
  '--config <file>',
  'a JSON file of settings; ${NAME} in a text stands for that environment variable, { "$file": PATH } for a file’s content',
] as const;

/** Runs the action of a command: prints its failure, and ends with the code that belongs to it. */
export async function runAction(
  terminal: CommandTerminal,
  json: boolean,
  end: (code: number) => void,
  action: () => Promise<number | undefined>,
): Promise<void> {
  try {
    end((await action()) ?? 0);
  } catch (thrown) {
    const error = ofFile(firstOf(thrown));
    // Who has read enough is no failure.
    if (error instanceof ReaderGone) {
      end(0);
      return;
    }
    const hide = (text: string) => terminal.variables.hide(text);
    terminal.err(`${json ? JSON.stringify(failureJson(error, hide)) : failureText(error, hide)}\n`);
    end(ConnectorError.is(error) ? exitCodes[error.code] : exitCodes.Internal);
  }
}

/** What went wrong first: where closing the connector fails as well, `await using` puts one failure around the other. */
function firstOf(error: unknown): unknown {
  const { name, suppressed } = (error ?? {}) as { readonly name?: unknown; readonly suppressed?: unknown };
  return name === 'SuppressedError' && suppressed !== undefined ? firstOf(suppressed) : error;
}

/** What connectors fail with comes as errors of ours: what still comes from the file system is about a file that the command line named. */
function ofFile(error: unknown): unknown {
  const { syscall, path, message } = (error ?? {}) as NodeJS.ErrnoException;
  return error instanceof Error && syscall !== undefined && path !== undefined ? new ConnectorError('ConnectorIO', message, { cause: error }) : error;
}

function failureText(error: unknown, hide: (text: string) => string): string {
  if (!ConnectorError.is(error)) return hide(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const { code, message, outcome } = error;
  const place = code === 'Internal' ? causePlace(error) : '';
  return `${code}: ${hide(message)}${place && `\n${hide(place)}`}${outcome === 'none' ? '' : `\noutcome: ${outcome}`}\nsee docs/reference/errors.md in the package, #${code.toLowerCase()}`;
}

function failureJson(error: unknown, hide: (text: string) => string): object {
  if (!ConnectorError.is(error)) return { error: { code: 'Internal', message: hide(error instanceof Error ? error.message : String(error)) } };
  const { code, message, problems, uid, outcome, retryable, retryAfter } = error;
  const shown = problems.map((each) => ({ ...each, path: hide(each.path), message: hide(each.message) }));
  return { error: { code, message: hide(message), problems: shown, uid, outcome, retryable, retryAfter } };
}
