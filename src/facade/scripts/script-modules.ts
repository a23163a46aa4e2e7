import type { Problem } from '../../model/errors.ts';
import { problemsError } from '../../model/problems-error.ts';
import { printable } from '../../model/wording.ts';
import type { Hook } from '../facade.ts';
import { findModule, loadModule } from '../opening/find-module.ts';

/**
 * Loads the operator's modules, each of whose default export becomes a hook. Paths and packages are looked for from the working directory.
 *
 * @throws ConnectorError `Configuration` naming every module that cannot be loaded or exports no function.
 */
export async function loadScriptModules(modules: Readonly<Record<string, string | URL>>, what: string): Promise<Readonly<Record<string, Hook>>> {
  const problems: Problem[] = [];
  const causes: unknown[] = [];
  const hooks = new Map<string, Hook>();
  for (const [name, specifier] of Object.entries(modules)) {
    const path = `scripts.modules.${name}`;
    const text = specifier instanceof URL ? specifier.href : specifier;
    if (typeof text !== 'string' || text === '') {
      problems.push({ path, message: `must be a path, a file: URL or a package (got ${printable(text)})` });
      continue;
    }
    const found = findModule(text, undefined);
    if (found.place === undefined) {
      problems.push({ path, message: found.reason });
      continue;
    }
    try {
      const hook = functionIn(await loadModule(found));
      if (hook) hooks.set(name, hook);
      else problems.push({ path, message: `must have a function as default export (${found.shown})` });
    } catch (error) {
      causes.push(error);
      problems.push({
        path,
        message: `fails to load (${found.shown}) with ${error instanceof Error ? error.name : typeof error}; the cause says more`,
      });
    }
  }
  if (problems.length > 0) throw problemsError('Configuration', `the scripts, ${what}`, problems, { cause: causes[0] });
  return Object.fromEntries(hooks);
}

/** The default export, also as the two module formats hand it to each other: a default within a default. */
function functionIn(module: unknown): Hook | undefined {
  for (let found = module, depth = 0; depth < 3; depth++) {
    if (typeof found === 'function') return found as Hook;
    found = (found as { readonly default?: unknown } | undefined)?.default;
  }
  return undefined;
}
