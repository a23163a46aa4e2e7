import { GetGroupCommand, IAMClient, ListGroupsCommand, ListGroupsForUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openConnector } from '../../../../src/facade/opening/open-connector.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';
import { memorySnapshots, snapshotSync } from '../../../../src/snapshot/index.ts';
import { startSync } from './sync-harness.ts';

type Harness = Awaited<ReturnType<typeof startSync>>;

/** What a caller makes of changes: the path and the groups or members of each object, by class and uid. */
type Mirror = Map<string, { readonly path: unknown; readonly joined: readonly unknown[] }>;

const classes = ['__ACCOUNT__', '__GROUP__'] as const;

interface Change {
  readonly type: string;
  readonly uid: string;
  readonly previousUid?: string;
  readonly objectClass: string;
  readonly row?: { readonly attributes: object };
}

function apply(mirror: Mirror, { type, uid, previousUid, objectClass, row }: Change): void {
  if (!(classes as readonly string[]).includes(objectClass)) return;
  if (previousUid !== undefined) mirror.delete(`${objectClass} ${previousUid}`);
  if (type === 'delete') return void mirror.delete(`${objectClass} ${uid}`);
  const { Path, __GROUPS__, Members } = (row?.attributes ?? {}) as Readonly<Record<string, unknown>>;
  mirror.set(`${objectClass} ${uid}`, { path: Path, joined: [...((__GROUPS__ ?? Members ?? []) as unknown[])].sort() });
}

/** The same, asked of AWS without the connector. */
async function truth({ server }: Harness): Promise<Mirror> {
  const client = new IAMClient({ endpoint: server.endpoint, region: 'us-east-1', credentials: server.adminCredentials });
  const state: Mirror = new Map();
  const { Users = [] } = await client.send(new ListUsersCommand({}));
  for (const { UserName = '', Path } of Users) {
    const { Groups = [] } = await client.send(new ListGroupsForUserCommand({ UserName }));
    state.set(`__ACCOUNT__ ${UserName}`, { path: Path, joined: Groups.map(({ GroupName }) => GroupName).sort() });
  }
  const { Groups = [] } = await client.send(new ListGroupsCommand({}));
  for (const { GroupName = '', Path } of Groups) {
    const { Users: members = [] } = await client.send(new GetGroupCommand({ GroupName }));
    state.set(`__GROUP__ ${GroupName}`, { path: Path, joined: members.map(({ UserName }) => UserName).sort() });
  }
  client.destroy();
  return state;
}

const names = ['a', 'b', 'c'];
const name = fc.constantFrom(...names);
const write = fc.oneof(
  fc.record({ does: fc.constant('create' as const), of: fc.constantFrom('user' as const, 'group' as const), one: name, two: name }),
  fc.record({ does: fc.constant('delete' as const), of: fc.constantFrom('user' as const, 'group' as const), one: name, two: name }),
  fc.record({ does: fc.constant('rename' as const), of: fc.constantFrom('user' as const, 'group' as const), one: name, two: name }),
  fc.record({ does: fc.constant('move' as const), of: fc.constantFrom('user' as const, 'group' as const), one: name, two: name }),
  fc.record({ does: fc.constantFrom('join' as const, 'leave' as const), of: fc.constant('user' as const), one: name, two: name }),
);
type Write = typeof write extends fc.Arbitrary<infer W> ? W : never;

/** What is there when a history begins: without it few histories have a member whose group gets another name. */
function populate({ server }: Harness): void {
  server.iam.addUser({ name: 'a', groups: ['a', 'b'] });
  server.iam.addUser({ name: 'b', groups: ['b'] });
}

/** Makes a write; one that AWS refuses because of what is there changes nothing. */
async function perform({ facade }: Harness, { does, of, one, two }: Write): Promise<void> {
  const users = facade.objectClass('__ACCOUNT__');
  const groups = facade.objectClass('__GROUP__');
  const operations = of === 'user' ? users : groups;
  try {
    if (does === 'create') await operations.create({ __NAME__: one });
    else if (does === 'delete') await operations.delete(one);
    else if (does === 'rename') await operations.update(one, { replace: { __NAME__: two } });
    else if (does === 'move') await operations.update(one, { replace: { Path: `/${two}/` } });
    else if (does === 'join') await users.update(one, { add: { __GROUPS__: [two] } });
    else await users.update(one, { remove: { __GROUPS__: [two] } });
  } catch (error) {
    if (!ConnectorError.is(error) || !['UnknownUid', 'AlreadyExists', 'InvalidAttributeValue'].includes(error.code)) throw error;
  }
}

const histories = fc.array(fc.array(write, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });
const attributes = ['Path', '__GROUPS__', 'Members'];
const runs = { numRuns: 5, endOnFailure: true } as const;

const sources = {
  CloudTrail: async (aws: Harness) => ({ all: aws.all, queue: undefined }),
  'a queue': async (aws: Harness) => {
    const queue = aws.server.sqs.addQueue({ name: 'changes' });
    aws.server.eventBridge.toQueue(queue, { copies: 2, lastFirst: true });
    return { all: (await aws.open({ syncSource: 'sqs', queueUrl: queue })).objectClass('__ALL__'), queue };
  },
};

test.each(Object.entries(sources))('after each sync from %s of a random history, whoever applied the changes holds what AWS has', async (_, open) => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      await using aws = await startSync();
      const { all } = await open(aws);
      populate(aws);
      const mirror: Mirror = new Map();
      let token = '';
      for (const writes of [[], ...history]) {
        for (const each of writes) await perform(aws, each);
        aws.later(1);
        const stream = all.sync({ token, attributes } as never);
        for await (const change of stream) apply(mirror, change as Change);
        token = stream.token;
        expect(mirror).toEqual(await truth(aws));
      }
    }),
    runs,
  );
});

test('however late CloudTrail shows the events of a random history, in the end whoever applied the changes holds what AWS has', async () => {
  const late = fc.infiniteStream(fc.integer({ min: 0, max: 15 * 60_000 - 1000 }));
  await fc.assert(
    fc.asyncProperty(histories, late, async (history, delays) => {
      await using aws = await startSync();
      aws.server.cloudTrail.delay(() => delays.next().value as number);
      populate(aws);
      const mirror: Mirror = new Map();
      let token = '';
      for (const writes of [[], ...history, [], []]) {
        for (const each of writes) await perform(aws, each);
        aws.later(writes.length === 0 ? 15 * 60 : 240);
        const stream = aws.all.sync({ token, attributes } as never);
        for await (const change of stream) apply(mirror, change as Change);
        token = stream.token;
      }
      expect(mirror).toEqual(await truth(aws));
    }),
    runs,
  );
});

test('after each snapshot sync of a random history, whoever applied the changes holds what AWS has', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      await using aws = await startSync({ syncSource: 'none' });
      const { accessKeyId, secretAccessKey: secretKey } = aws.server.adminCredentials;
      const connector = snapshotSync(aws.connector, { store: memorySnapshots(), replace: true });
      await using facade = await openConnector(connector, { accessKeyId, secretKey, endpoint: aws.server.endpoint, syncSource: 'none' });
      populate(aws);
      const mirror: Mirror = new Map();
      const tokens = new Map<string, string>();
      for (const writes of [[], ...history]) {
        for (const each of writes) await perform(aws, each);
        for (const each of classes) {
          const own = each === '__ACCOUNT__' ? ['Path', '__GROUPS__'] : ['Path', 'Members'];
          const stream = facade.objectClass(each).sync({ token: tokens.get(each) ?? '', attributes: own } as never);
          for await (const change of stream) apply(mirror, change as Change);
          tokens.set(each, stream.token);
        }
        expect(mirror).toEqual(await truth(aws));
      }
    }),
    runs,
  );
});
