import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    // Runs against a server of its own: scripts/interop.mjs starts it and says where it is.
    exclude: [
      ...(process.env.MOTO_ENDPOINT ? [] : ['test/interop/**']),
      // `npm run test:browser`: beside everything else a browser is too slow to be told from one that hangs.
      ...(mode === 'browser' ? [] : ['test/browser/**']),
    ],
    typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    setupFiles: ['test/property-seed.ts'],
    // Most tests wait for a server in their own process: leaving a core idle would double the time on a machine with two.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A browser on a busy machine takes its time.
    expect: { poll: { timeout: 10_000 } },
    // The AWS SDK announces on Node 20 that its later releases will need Node 22; the library pins an earlier one.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
}));
