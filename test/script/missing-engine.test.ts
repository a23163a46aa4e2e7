import { expect, test, vi } from 'vitest';
import { ConnectorError } from '../../src/model/errors.ts';
import { javascript } from '../../src/script/index.ts';

vi.mock('../../src/script/worker-program.ts', async (load) => {
  const { workerProgram } = await load<typeof import('../../src/script/worker-program.ts')>();
  return { workerProgram: workerProgram.replaceAll("'quickjs-emscripten-core'", "'quickjs-that-is-not-there'") };
});

test('an engine that is not installed is said to be, with the command that installs it', async () => {
  const error = await javascript()
    .warmUp()
    .catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(ConnectorError);
  expect(error).toMatchObject({ code: 'Configuration' });
  expect((error as Error).message).toContain('quickjs-that-is-not-there, which is not installed; run: npm install quickjs-emscripten-core');
});
