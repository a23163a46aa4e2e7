import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ConnectorError, type Problem } from '../model/errors.ts';
import { problemsError } from '../model/problems-error.ts';
import type { AuthenticationOptions } from '../rest/auth/authentication-options.ts';
import { readSystems } from '../rest/files/read-systems.ts';
import { resolvedFile } from '../rest/files/resolved-file.ts';
import { createGateway } from '../rest/gateway.ts';
import type { AccessLog } from '../rest/observe/access-log.ts';
import { serve } from '../rest/serve.ts';
import { javascript } from '../script/index.ts';
import type { Log } from '../spi/context.ts';
import { type AddCommand, runAction } from './command.ts';
import { findConnector } from './find-connector.ts';
import { valueSources } from './read-configuration.ts';
import type { CommandTerminal } from './terminal.ts';

interface ServeRestOptions {
  readonly config: string;
  readonly auth?: string;
  readonly port: string;
  readonly host: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly page: boolean;
}

/** `identity-connector serve rest`: the REST gateway over the systems of a directory. */
export const serveCommand: AddCommand = (program, terminal, end) => {
  const group: Command = program
    .command('serve')
    .summary('serves connectors to others: serve rest')
    .description('Serves connectors to those who do not run TypeScript.');
  group
    .command('rest')
    .summary('the REST gateway, in PingIDM’s openidm/system dialect')
    .description(
      'Serves the systems of a directory over REST: NAME.json of ours, provisioner.openicf-NAME.json of PingIDM’s. It listens on the loopback ' +
        'address unless --host says otherwise, and lets nobody in whom the file of --auth does not name. Ends with Ctrl-C, after the requests under way.',
    )
    .option('--config <directory>', 'the directory of the systems', 'systems')
    .option('--auth <file>', 'a JSON file of users, tokens and JWT: { "users": [{ "username", "passwordHash", "role" }] }')
    .option('--port <number>', 'the port to listen on; 0 for any free one', '8080')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--tls-certificate <file>', 'a PEM file with the certificate; with --tls-key the gateway speaks TLS')
    .option('--tls-key <file>', 'a PEM file with its key')
    .option('--no-page', 'do not serve the page for people')
    .addHelpText(
      'after',
      '\nExamples:\n  identity-connector serve rest --config systems --auth auth.json\n  identity-connector hash-password > hash.txt',
    )
    .action((options: ServeRestOptions, command) =>
      runAction(terminal, command.optsWithGlobals().jsonErrors === true, end, () => serveRest(options, terminal)),
    );
};

async function serveRest(options: ServeRestOptions, terminal: CommandTerminal): Promise<number> {
  const port = Number(options.port);
  if (!/^\d{1,5}$/.test(options.port) || port > 65_535) throw new ConnectorError('InvalidArgument', `--port must be a port (got ${options.port})`);
  const { tlsCertificate: certificate, tlsKey: key } = options;
  if ((certificate === undefined) !== (key === undefined)) throw new ConnectorError('InvalidArgument', '--tls-certificate and --tls-key go together');
  const { directory, env, variables } = terminal;
  const guard = (value: string, name: string) => variables.guard(value, name);
  const systems = await readSystems(resolve(directory, options.config), { env, guard, load: findConnector, engine: javascript() });
  const authentication = options.auth === undefined ? undefined : await readAuthentication(resolve(directory, options.auth), terminal);
  const gateway = createGateway({
    systems,
    ...(authentication && { authentication }),
    page: options.page,
    log: logTo(terminal),
    accessLog: accessLogTo(terminal),
  });
  const tls =
    certificate === undefined || key === undefined ? {} : { tls: { certificate: resolve(directory, certificate), key: resolve(directory, key) } };
  const served = await serve(gateway, { port, host: options.host, ...tls });
  if (!authentication) terminal.err('nobody can log in: --auth names the file of users, tokens and JWT\n');
  terminal.err(`${systems.length} ${systems.length === 1 ? 'system' : 'systems'} at ${served.url}/openidm/system; the page at ${served.url}/\n`);
  await ended(terminal.signal);
  terminal.err('ending\n');
  await served.close();
  return 0;
}

/** Resolves once the program is told to end. */
export function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function readAuthentication(file: string, terminal: CommandTerminal): Promise<AuthenticationOptions> {
  const problems: Problem[] = [];
  const value = await resolvedFile(file, await valueSources(terminal), problems);
  const known = ['users', 'tokens', 'jwt', 'anonymous', 'lockOut'];
  for (const path of Object.keys(value ?? {}))
    if (!known.includes(path)) problems.push({ path, message: `is not known here; there are ${known.join(', ')}` });
  if (problems.length > 0) throw problemsError('Configuration', file, problems);
  return value as AuthenticationOptions;
}

/** One JSON object a line, on standard error. */
export function logTo(terminal: CommandTerminal): Log {
  return (level, message, fields = {}) => {
    if (level !== 'debug') terminal.err(`${terminal.variables.hide(JSON.stringify({ level, message, ...fields }))}\n`);
  };
}

function accessLogTo(terminal: CommandTerminal): AccessLog {
  return (entry) =>
    terminal.err(`${JSON.stringify({ level: 'info', message: 'request', ...entry, duration: Math.round(entry.duration * 10) / 10 })}\n`);
}
