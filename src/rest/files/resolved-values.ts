import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../../model/errors.ts';
import { isSealed, type SealingKey } from './sealed-value.ts';

/** Where values come from that are not in the file itself. */
export interface ValueSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths of `$file` count from. */
  readonly directory: string;
  /** Undefined when no key is configured. */
  readonly key: SealingKey | undefined;
  /** Which brackets stand for a variable: `${NAME}` in our files, `&{NAME}` in PingIDM's. */
  readonly style: '$' | '&';
  /** Is told of every value that is put in place, and of what messages may show instead. */
  readonly guard: (value: string, name: string) => void;
}

// No setting is as deep; a file that is would fill the stack.
const DEEPEST = 100;

/**
 * Puts values in place of what stands for them: `${NAME}` and `&{NAME}` for variables of the environment, `{ "$file": "/run/secrets/key" }` for
 * the content of a file, `sealed:v1:…` for what stands encrypted. PingIDM's `{ "$crypto": … }` cannot be read without its key store.
 *
 * A path of `$file` may have variables in it, such as `${CREDENTIALS_DIRECTORY}/aws`.
 *
 * @param value     Of JSON.
 * @param path      Where it stands, for problems.
 * @param problems  Grows by what could not be resolved. No problem shows a value.
 */
export function resolvedValues(value: unknown, path: string, sources: ValueSources, problems: Problem[], depth = 0): unknown {
  if (depth > DEEPEST) {
    problems.push({ path: `${path.slice(0, 40)}…`, message: `is nested more than ${DEEPEST} deep` });
    return undefined;
  }
  if (typeof value === 'string') return textOf(value, path, sources, problems);
  if (Array.isArray(value)) return value.map((each, index) => resolvedValues(each, `${path}[${index}]`, sources, problems, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(value, '$crypto')) {
    problems.push({
      path,
      message:
        'is encrypted with the key of another product, which this one does not have; give the value as ${NAME} from the environment, as { "$file": PATH }, or sealed by `identity-connector seal`',
    });
    return undefined;
  }
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === '$file') return contentOf((value as { readonly $file: unknown }).$file, path, sources, problems);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, resolvedValues(each, path === '' ? key : `${path}.${key}`, sources, problems, depth + 1)]),
  );
}

function textOf(text: string, path: string, { env, key, style, guard }: ValueSources, problems: Problem[]): string {
  if (isSealed(text)) {
    const opened = key?.open(text);
    if (opened !== undefined) {
      guard(opened, `[${path}]`);
      return opened;
    }
    const message = key
      ? 'is sealed under another key, or was changed'
      : 'is sealed, and no key is configured: set IDENTITY_CONNECTOR_KEY, or IDENTITY_CONNECTOR_KEY_FILE to the path of a file with it';
    problems.push({ path, message });
    return '';
  }
  const pattern = style === '$' ? /\$\$\{|\$\{([^}]*)\}/g : /\\&\{|&\{([^}|]*)(?:\|([^}]*))?\}/g;
  return text.replace(pattern, (found, name: string | undefined, fallback: string | undefined) => {
    if (name === undefined) return found.slice(1);
    const value = variable(env, name, style);
    if (value === undefined && typeof fallback !== 'string')
      problems.push({ path, message: `needs the environment variable ${name}, which is not set` });
    if (value !== undefined) guard(value, `${style}{${name}}`);
    return value ?? fallback ?? '';
  });
}

/** PingIDM takes the property a.b.c from the variable A_B_C too. */
function variable(env: ValueSources['env'], name: string, style: '$' | '&'): string | undefined {
  const own = (key: string) => (Object.hasOwn(env, key) ? env[key] : undefined);
  return own(name) ?? (style === '&' ? own(name.toUpperCase().replaceAll(/[.-]/g, '_')) : undefined);
}

function contentOf(given: unknown, path: string, sources: ValueSources, problems: Problem[]): string {
  const { directory, guard } = sources;
  const before = problems.length;
  const file = typeof given === 'string' ? textOf(given, path, sources, problems) : '';
  if (problems.length > before) return '';
  if (file === '') {
    problems.push({ path, message: '$file must be the path of a file' });
    return '';
  }
  try {
    // An editor ends a file with a line break that is no part of a password.
    const content = readFileSync(resolve(directory, file), 'utf8').replace(/\r?\n$/, '');
    guard(content, `[${path}]`);
    return content;
  } catch (error) {
    problems.push({ path, message: `cannot be read from the file ${String(given)} (${(error as NodeJS.ErrnoException).code})` });
    return '';
  }
}
