import { cp, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { transform } from 'esbuild';
import { defineConfig, type Options } from 'tsup';

type Plugin = NonNullable<Options['plugins']>[number];

const entry = {
  index: 'src/index.ts',
  memory: 'src/connectors/memory/index.ts',
  aws: 'src/connectors/aws/index.ts',
  snapshot: 'src/snapshot/index.ts',
  script: 'src/script/index.ts',
  rest: 'src/rest/index.ts',
  testing: 'src/testing/index.ts',
  'testing/aws': 'src/testing/aws/index.ts',
};

/**
 * Modules that get a file apart from what shares theirs otherwise. A bundler drops files that nobody uses, and of a file that somebody
 * uses hardly anything: so index.js is re-exports only, and the facade, with ajv (35 kB), and what defineConnector needs are in files
 * of their own. test/package/size.test.ts holds it.
 */
const apart = ['src/index.ts', 'src/facade/opening/open-connector.ts', 'src/spi/define-connector.ts', 'src/model/errors.ts'];

/** Drops imports for side effects, which no module here has; esbuild leaves one where it took out all names, and bundlers then complain. */
const withoutBareImports: Plugin = {
  name: 'without-bare-imports',
  renderChunk: (code) => ({ code: code.replaceAll(/^import "\.\/[^"]*";$/gm, '') }),
};

/** Makes a module CommonJS, with `import()` as require: jest on Node 20 has neither. tsup's own conversion would lower `?.` and `??` as well. */
const commonJs: Plugin = {
  name: 'commonjs',
  renderChunk: (code, { path }) =>
    path.endsWith('.cjs')
      ? transform(code, { format: 'cjs', platform: 'node', target, supported: { 'dynamic-import': false }, sourcemap: 'external', sourcefile: path })
      : undefined,
};

const target = 'node20.19';

/** The scripts of one format. */
const scripts = (extension: string, options: Options): Options => {
  const folder = `apart${extension}`;
  return {
    // Whoever runs a command does not mind its format.
    entry: {
      ...entry,
      ...(extension === '.js' && { cli: 'src/cli/main.ts' }),
      ...Object.fromEntries(apart.map((path) => [`${folder}/${basename(path, '.ts')}`, path])),
    },
    format: 'esm',
    outExtension: () => ({ js: extension }),
    target,
    splitting: true,
    sourcemap: true,
    removeNodeProtocol: false,
    async onSuccess() {
      // What is left of an entry that only made a file of its own is a re-export that nobody imports.
      await rm(`dist/${folder}`, { recursive: true });
      // The page of the REST gateway goes as it is: browsers read it, whatever the format of the scripts.
      if (extension === '.js') await cp('src/rest/page/static', 'dist/static', { recursive: true });
    },
    ...options,
  };
};

export default defineConfig(({ dts }) => [
  scripts('.js', { plugins: [withoutBareImports] }),
  // p-limit and jose are ESM only, so the CommonJS files carry them.
  scripts('.cjs', { plugins: [withoutBareImports, commonJs], noExternal: ['p-limit', 'yocto-queue', 'jose'] }),
  ...(dts === false ? [] : [{ entry, format: ['esm', 'cjs'], dts: { only: true } } satisfies Options]),
]);
