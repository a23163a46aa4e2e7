import { loadConnector } from '../facade/opening/load-connector.ts';
import { ConnectorError } from '../model/errors.ts';
import { hashPassword } from '../rest/auth/password-hash.ts';
import { createGateway } from '../rest/gateway.ts';
import { serve } from '../rest/serve.ts';
import type { SystemDefinition } from '../rest/systems/system-definition.ts';
import { type EmbeddedAws, startAws } from '../testing/aws/index.ts';
import { type AddCommand, runAction } from './command.ts';
import { ended } from './serve-command.ts';
import type { CommandTerminal } from './terminal.ts';
import { tryObjects } from './try-objects.ts';

const login = 'openidm-admin';

/** `identity-connector try`: a directory in memory and an AWS in this process behind the REST gateway, without any account. */
export const tryCommand: AddCommand = (program, terminal, end) => {
  program
    .command('try')
    .summary('a directory in memory and an AWS for tests behind the REST gateway; no account needed')
    .description(
      'Serves two systems at once: `directory`, in memory, and `aws`, the real connector against an AWS in this process, under PingIDM’s names. ' +
        'Prints curl lines to try. Everything is gone when it ends, with Ctrl-C.',
    )
    .option('--port <number>', 'the port to listen on; 0 for any free one', '8080')
    .addHelpText('after', '\nExample:\n  identity-connector try')
    .action((options: { readonly port: string }, command) =>
      runAction(terminal, command.optsWithGlobals().jsonErrors === true, end, () => tryOut(options.port, terminal)),
    );
};

async function tryOut(portText: string, terminal: CommandTerminal): Promise<number> {
  const port = Number(portText);
  if (!/^\d{1,5}$/.test(portText) || port > 65_535) throw new ConnectorError('InvalidArgument', `--port must be a port (got ${portText})`);
  await using cloud = await startAws();
  await using served = await serve(await gatewayOver(cloud), { port });
  terminal.out(welcome(served.url));
  await ended(terminal.signal);
  return 0;
}

async function gatewayOver(cloud: EmbeddedAws) {
  const [memory, aws] = await Promise.all([loadConnector('memory'), loadConnector('aws')]);
  for (const user of tryObjects.users) cloud.iam.addUser(user);
  const { accessKeyId, secretAccessKey: secretKey } = cloud.adminCredentials;
  const systems: SystemDefinition[] = [
    { name: 'directory', connector: memory, configuration: { uid: 'name', objects: tryObjects.directory } },
    { name: 'aws', connector: aws, configuration: { accessKeyId, secretKey, endpoint: cloud.endpoint }, dialect: 'ping' },
  ];
  // A login that everybody can read here: it is for the loopback address and for things that are gone in a moment.
  const users = [{ username: login, passwordHash: await hashPassword(login), role: 'full' as const }];
  return createGateway({ systems, authentication: { users } });
}

function welcome(url: string): string {
  const curl = `curl -u ${login}:${login}`;
  return `The gateway is at ${url}/ (log in as ${login} with password ${login}). Try:

${curl} -X POST "${url}/openidm/system/aws?_action=test"
${curl} "${url}/openidm/system/aws/__ACCOUNT__?_queryFilter=true"
${curl} -X POST -H "Content-Type: application/json" -d '{"__NAME__": "bjensen"}' "${url}/openidm/system/aws/__ACCOUNT__?_action=create"
${curl} -X PATCH -H "Content-Type: application/json" -d '[{"operation": "add", "field": "Tags", "value": {"Key": "team", "Value": "blue"}}]' "${url}/openidm/system/aws/__ACCOUNT__/bjensen"
${curl} "${url}/openidm/system/directory/__ACCOUNT__?_queryFilter=mail+ew+%22example.org%22&_fields=mail&_pageSize=2"
${curl} -X DELETE "${url}/openidm/system/aws/__ACCOUNT__/bjensen"

Ctrl-C ends it, and everything in it is gone.
`;
}
