import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manyClasses } from './many-classes.ts';

/**
 * How many types TypeScript instantiates to check a connector of large object classes and its use, from the sources of the library.
 *
 * @param root        The root of the repository.
 * @param classes     How many object classes, with seven operations each.
 * @param attributes  How many attributes each.
 * @throws Error with the compiler's messages, when it does not compile.
 */
export function instantiations(root: string, classes: number, attributes: number): number {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  // Inside the repository: what is generated imports the sources, and its tsconfig extends ours.
  const folder = mkdtempSync(join(cache, 'instantiations-'));
  try {
    writeFileSync(join(folder, 'classes.ts'), manyClasses('../../src/index.ts', classes, attributes));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', files: ['classes.ts'], include: [] }));
    const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--extendedDiagnostics', '--pretty', 'false'];
    const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    return Number(/^Instantiations:\s+(\d+)$/m.exec(output)?.[1]);
  } catch (error) {
    throw new Error(`the generated connector does not compile:\n${(error as { stdout?: string }).stdout ?? error}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
