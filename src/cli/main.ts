#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { ConnectorError } from '../model/errors.ts';
import { runProgram } from './program.ts';
import { StandardOutput } from './standard-output.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

// The list of processes shows this instead of the arguments, among which there may be a secret.
const args = process.argv.slice(2);
process.title = 'identity-connector';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // Whoever asks twice does not want to wait for a system that hangs.
    if (ending.signal.aborted) process.exit(130);
    ending.abort(new ConnectorError('OperationAborted', `ended by ${signal}`));
  });

// Whoever does not read errors, as in `2>&1 | head`, need not be told of it.
process.stderr.on('error', () => {});
const output = new StandardOutput(process.stdout, ending.signal);

process.exitCode = await runProgram(args, version, {
  out: (text) => output.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  directory: process.cwd(),
  signal: ending.signal,
  input: process.stdin,
  screen: process.stderr.isTTY ? process.stderr : undefined,
});
