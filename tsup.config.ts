import { defineConfig, type Options } from 'tsup';

const shared = {
  entry: {
    index: 'src/index.ts',
    memory: 'src/connectors/memory/index.ts',
    aws: 'src/connectors/aws/index.ts',
    'testing/aws': 'src/testing/aws/index.ts',
  },
  target: 'node20.19',
  splitting: true,
  sourcemap: true,
  treeshake: false,
} satisfies Options;

export default defineConfig([
  { ...shared, format: 'esm', dts: true, clean: true },
  // p-limit is ESM only: jest on Node 20 cannot require it, so the CommonJS build carries it.
  { ...shared, format: 'cjs', dts: true, noExternal: ['p-limit', 'yocto-queue'] },
]);
