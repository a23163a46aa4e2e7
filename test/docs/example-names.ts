import { randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as z from 'zod';
import awsConnector, * as aws from '../../src/connectors/aws/index.ts';
import memory, * as memoryExports from '../../src/connectors/memory/index.ts';
import * as core from '../../src/index.ts';
import * as rest from '../../src/rest/index.ts';
import * as script from '../../src/script/index.ts';
import * as snapshot from '../../src/snapshot/index.ts';
import * as embedded from '../../src/testing/aws/index.ts';
import * as testing from '../../src/testing/index.ts';

/** Names for one run of an example, and the end of what they made. */
export interface ExampleNames extends AsyncDisposable {
  readonly names: Readonly<Record<string, unknown>>;
  /** Of the embedded AWS. */
  readonly credentials: embedded.EmbeddedAws['adminCredentials'];
}

const { attr, defineConnector, objectClass, openConnector } = core;

/** The client of a system that examples of connectors speak to. */
class HrClient {
  readonly url: string;
  readonly #hired: string[] = [];
  constructor(url: string) {
    this.url = url;
  }
  hire({ __NAME__ }: { readonly __NAME__: string }): string {
    this.#hired.push(__NAME__);
    return __NAME__;
  }
  remove(name: string): void {
    this.#hired.splice(this.#hired.indexOf(name), 1);
  }
}

/**
 * What an example of an entry point may name without making it: what the package exports, and things such as `accounts` and `faults`.
 *
 * An embedded AWS stands where the connector would ask AWS; `aws` is that itself in the examples of `testing/aws`. Any free port stands for 8080.
 */
export async function exampleNames(entry: string): Promise<ExampleNames> {
  const ending: AsyncDisposable[] = [];
  const end = <T extends AsyncDisposable>(opened: T): T => {
    ending.push(opened);
    return opened;
  };
  const cloud = end(await embedded.startAws());
  const admin = cloud.adminCredentials;
  cloud.iam.addRole({ name: 'provisioning', trustPolicy: trust(cloud.accountId) });
  cloud.iam.addUser({ name: 'grace' });
  const settings = { endpoint: cloud.endpoint, region: 'us-east-1' };
  const own = { accessKeyId: admin.accessKeyId, secretKey: admin.secretAccessKey };
  const here = (configuration: object) =>
    ('accessKeyId' in configuration || 'profile' in configuration ? { ...configuration, ...settings } : configuration) as never;
  const open = async (connector: core.AnyConnector, configuration: object, options?: core.OpenOptions) =>
    end(await openConnector(connector, here(configuration), options));
  const directory = await open(memory, {});
  const Account = objectClass('__ACCOUNT__', { __NAME__: attr.string({ required: true }), mail: attr.string() });
  const client = new HrClient('https://hr.example.org');
  const account = { create: ({ session, attributes }: { session: HrClient; attributes: { __NAME__: string } }) => session.hire(attributes) };
  const hr = defineConnector({
    name: 'hr',
    version: '1.0.0',
    configuration: { type: 'object', properties: { url: { type: 'string' } } },
    objectClasses: [Account],
    connect: () => client,
    operations: { __ACCOUNT__: { search: async function* () {}, create: ({ session, attributes }) => session.hire(attributes) } },
    messages: { de: { 'error.moving': 'Das Postfach wird gerade verschoben' } },
  });
  const pooled = { metrics: { leased: 1, waiting: 0 } };
  const names = {
    ...{ ...memoryExports, ...aws, ...core, ...rest, ...script, ...snapshot, ...testing },
    ...(entry === 'memory' ? memoryExports : entry === 'aws' ? aws : embedded),
    ...{ memory, aws: entry === 'testing/aws' ? cloud : awsConnector, hr, myConnector: hr, HrClient, client, account },
    // The schema of the example's own entry where it has one.
    Account: entry === 'memory' ? memoryExports.Account : Account,
    ...{ directory, accounts: directory.objectClass('__ACCOUNT__'), systems: [], pool: pooled },
    facade: entry === 'aws' ? await open(awsConnector, own) : directory,
    ...own,
    rows: [{ objectClass: '__ACCOUNT__', uid: '1', name: 'ada', attributes: { mail: 'ada@example.org' } }],
    filter: core.filters.startsWith('Path', '/engineering/'),
    call: testing.callOf(client, { objectClass: Account, filter: undefined }),
    module: { default: memory },
    schema: z.email(),
    error: new core.ConnectorError('Internal', 'it failed', { cause: undefined }),
    faults: entry === 'testing/aws' ? cloud.faults : testing.createFaults(),
    url: cloud.sqs.addQueue({ name: 'events' }),
    ...{ z, Ajv2020, randomBytes, subscribe, IAMClient, CreateUserCommand },
    openConnector: open,
    discoverConfiguration: (connector: core.AnyConnector, configuration: object) => core.discoverConfiguration(connector, here(configuration)),
    testPartialConfiguration: (connector: core.AnyConnector, configuration: object) => core.testPartialConfiguration(connector, here(configuration)),
    serve: async (gateway: rest.Gateway, options: rest.ServeOptions) => end(await rest.serve(gateway, { ...options, port: 0 })),
    startAws: async (options?: embedded.AwsOptions) => end(await embedded.startAws(options)),
    seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    console: { ...console, log: () => {} },
  };
  const { default: _, ...usable } = names as Readonly<Record<string, unknown>>;
  return {
    names: usable,
    credentials: admin,
    async [Symbol.asyncDispose]() {
      for (const each of ending.reverse()) await each[Symbol.asyncDispose]();
    },
  };
}

const trust = (accountId: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
});
