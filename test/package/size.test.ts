import { join } from 'node:path';
import { rollup } from 'rollup';
import { beforeAll, expect, test } from 'vitest';
import { bundledSize } from '../../bench/bundled-size.ts';
import { builtFiles, root } from './packed-package.ts';

beforeAll(() => {
  builtFiles();
});

test('importing defineConnector costs less than 1 kB, and no ajv', async () => {
  const { bytes, inputs } = await bundledSize(root, `export { defineConnector } from 'identity-connector'`);

  console.info(`import { defineConnector }: ${bytes} bytes (brotli)`);
  expect(bytes).toBeLessThan(1_000);
  expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([]);
});

test('the whole core costs less than 84 kB with ajv, 46 kB without', async () => {
  const whole = await bundledSize(root, `export * from 'identity-connector'`);
  const own = await bundledSize(root, `export * from 'identity-connector'`, ['ajv']);

  console.info(`export * from 'identity-connector': ${whole.bytes} bytes (brotli), ${own.bytes} without ajv`);
  expect(whole.bytes).toBeLessThan(84_000);
  expect(own.bytes).toBeLessThan(46_000);
});

test('rollup drops ajv from an import of defineConnector as well', async () => {
  const bundle = await rollup({
    input: 'app',
    plugins: [
      {
        // As @rollup/plugin-node-resolve does it: the package says that its modules have no side effects, others say nothing.
        name: 'resolve',
        resolveId(id, importer) {
          if (id === 'app') return id;
          if (id === 'identity-connector') return { id: join(root, 'dist/index.js'), moduleSideEffects: false };
          if (id.startsWith('.') && importer) return { id: join(importer, '..', id), moduleSideEffects: false };
          return { id, external: true, moduleSideEffects: true };
        },
        load: (id) => (id === 'app' ? `export { defineConnector } from 'identity-connector'` : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'es' });

  expect(output[0].imports).toEqual([]);
});
