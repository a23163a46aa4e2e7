import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isObject } from '../../model/value-kind.ts';

/** A module that is there. */
export interface FoundModule {
  /** Its path, or the name of one of this package's own modules. */
  readonly place: string;
  /** The same for messages. */
  readonly shown: string;
}

/** Why there is none. */
export interface NoModule {
  readonly place?: undefined;
  /** To be read after its name. */
  readonly reason: string;
  /** Whether a path was asked for, not a name. */
  readonly path: boolean;
  readonly cause?: unknown;
}

/**
 * Finds a module without loading it, as Node would from a place: a path, a file: URL, or a package.
 *
 * @param from  A directory or the file: URL of a module; the working directory by default.
 */
export function findModule(specifier: string, from: string | undefined): FoundModule | NoModule {
  // Windows writes `C:\…`, which is no URL with a scheme `c`.
  const absolute = /^([A-Za-z]:)?[\\/]/.test(specifier);
  if (!absolute && /^[A-Za-z][A-Za-z\d+.-]*:/.test(specifier) && !specifier.startsWith('file:')) {
    return { reason: 'must be a name, a path, a file: URL or a package, not a URL of another kind', path: true };
  }
  const path = absolute || /^\.{1,2}([\\/]|$)/.test(specifier) || specifier.startsWith('file:');
  const base = from?.startsWith('file:') ? fileURLToPath(from) : join(resolve(from ?? '.'), 'from-here.js');
  const required = createRequire(base);
  try {
    const place = required.resolve(specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier);
    return { place, shown: place };
  } catch (cause) {
    const place = path ? undefined : importOnly(specifier, dirname(base));
    if (place !== undefined) return { place, shown: place };
    if (path) return { reason: `does not exist (looked for from ${dirname(base)})`, path, cause };
    const file = existsSync(join(dirname(base), specifier)) ? `; there is a file of this name, which is "./${specifier}"` : '';
    return { reason: `is not built in, and no package of this name is installed (looked for from ${dirname(base)})${file}`, path, cause };
  }
}

/** The path of a package's module that only `import` may load, which `require.resolve` does not find. */
function importOnly(specifier: string, from: string): string | undefined {
  const [, name, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  for (let directory = from; ; directory = dirname(directory)) {
    const folder = join(directory, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) {
      const exports = exportsOf(join(folder, 'package.json'));
      const entry =
        isObject(exports) && Object.keys(exports).some((key) => key.startsWith('.')) ? exports[`.${rest}`] : rest === '' ? exports : undefined;
      const target = targetOf(entry);
      return target?.startsWith('./') && existsSync(join(folder, target)) ? join(folder, target) : undefined;
    }
    if (dirname(directory) === directory) return undefined;
  }
}

function exportsOf(path: string): unknown {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { readonly exports?: unknown }).exports;
  } catch {
    return undefined;
  }
}

/** What an entry of `exports` leads to under the conditions of an import in Node. */
function targetOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  if (Array.isArray(entry)) return entry.map(targetOf).find((target) => target !== undefined);
  if (!isObject(entry)) return undefined;
  for (const [condition, target] of Object.entries(entry)) {
    const found = ['node', 'import', 'module-sync', 'default'].includes(condition) ? targetOf(target) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Loads a module. */
export async function loadModule({ place }: FoundModule): Promise<unknown> {
  // The CommonJS build has no import() and no import.meta: there it is require, which takes paths, where import() takes URLs.
  const url = typeof import.meta.url === 'string' && resolve(place) === place ? pathToFileURL(place).href : place;
  return import(/* @vite-ignore */ /* webpackIgnore: true */ url);
}
