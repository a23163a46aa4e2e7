#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { ConnectorError } from '../model/errors.ts';
import { runProgram } from './program.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // Whoever asks twice does not want to wait for a system that hangs.
    if (ending.signal.aborted) process.exit(130);
    ending.abort(new ConnectorError('OperationAborted', `ended by ${signal}`));
  });

process.exitCode = await runProgram(process.argv.slice(2), version, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  directory: process.cwd(),
  signal: ending.signal,
});
