// What an application does with AWS IAM through the library, from assuming a role to cleaning up.
//
//   npm run demo                                  against the embedded AWS, in this process
//   npm run demo -- --endpoint http://127.0.0.1:5000       against moto, what it lacks filled in
//   npm run demo -- --real --path /demo/          against the AWS account of your default credentials, below that path only
import { parseArgs } from 'node:util';
import { ConnectorError, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { fillMotoGaps } from './moto-gaps.mjs';

// The SDK announces on Node 20 that its later releases need Node 22; the library pins one that does not.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { values: flags } = parseArgs({
  options: { endpoint: { type: 'string' }, real: { type: 'boolean', default: false }, path: { type: 'string' }, role: { type: 'string' } },
});
const path = flags.path ?? '/demo/';
const run = Date.now().toString(36);
const started = performance.now();

/** @param {string} text */
const step = (text) => console.log(`\n${text}`);
/** @param {unknown} value */
const show = (value) => console.log(`  ${typeof value === 'string' ? value : JSON.stringify(value)}`);

const target = await chooseTarget();
const iam = await openConnector(aws, target.configuration, { timeout: 60_000, instanceName: 'demo' });
const accounts = iam.objectClass('__ACCOUNT__');
const groups = iam.objectClass('__GROUP__');
/** @type {(() => Promise<void>)[]} */
const cleanup = [];

try {
  step(`1. Connect to ${target.title}`);
  await iam.test();
  show((await iam.hook('callerIdentity')).arn);

  if (target.embedded) {
    step('2. Let the credentials of the role expire, and go on');
    show(`sessions of the role so far: ${sessions()}`);
    target.embedded.clock.advance(3_600_000);
    await iam.test();
    show(`an hour later, refused as expired and refreshed unseen: ${sessions()}`);
  } else step('2. Expiry is shown only with the embedded AWS, whose clock can be moved');

  step('3. Create a group and five users');
  const { uid: staff } = await groups.create({ __NAME__: `staff-${run}`, Path: path });
  cleanup.push(() => groups.delete(staff));
  for (const [index, name] of ['ada', 'bob', 'cyd', 'dan', 'eva'].entries()) {
    const { uid } = await accounts.create({
      __NAME__: `${name}-${run}`,
      Path: path,
      Tags: [{ Key: 'team', Value: index % 2 ? 'engine' : 'office' }],
      ...(index === 0 && { __PASSWORD__: 'Correct-horse-7-battery', __GROUPS__: [staff] }),
    });
    cleanup.push(() => accounts.delete(uid));
    show(uid);
  }

  step('4. Search: one path, and of those the team "engine"');
  const filter = `Path sw "${path}" and __NAME__ ew "-${run}"`;
  for await (const row of accounts.search({ filter, attributes: ['Tags', 'Arn'] })) {
    if (row.attributes.Tags?.some(({ Value }) => Value === 'engine')) show(row.attributes.Arn);
  }

  step('5. Page: two at a time, each page by the cursor of the one before, as a stateless gateway would');
  let page = await accounts.search({ filter, pageSize: 2 }).page();
  show(page.rows.map((row) => row.name));
  while (page.cursor) {
    page = await accounts.search({ filter, pageSize: 2, cursor: page.cursor }).page();
    show(page.rows.map((row) => row.name));
  }

  step('6. Update: rename, tag, leave and join groups in one call');
  const { uid: renamed } = await accounts.update(`bob-${run}`, {
    replace: { __NAME__: `bobby-${run}` },
    add: { Tags: [{ Key: 'level', Value: '2' }], __GROUPS__: [staff] },
  });
  cleanup.push(() => accounts.delete(renamed));
  show((await accounts.get(renamed, { attributes: ['*', '__GROUPS__'] }))?.attributes);

  step('7. Reset a password');
  await accounts.update(`ada-${run}`, { replace: { __PASSWORD__: 'Another-horse-8-battery' } });
  show(`ada can sign in: ${(await accounts.get(`ada-${run}`, { attributes: ['__ENABLE__'] }))?.attributes.__ENABLE__}`);

  step('8. Run a script hook');
  show({ users: (await iam.hook('accountSummary')).Users });

  step('9. What an error tells');
  await accounts.create({ __NAME__: 'not a name!', Path: 'engineering', Tags: [{ Key: 'a' }, { Key: 'A' }] }).catch(explain);
  await accounts.create({ __NAME__: `ada-${run}`, Path: path }).catch(explain);
} finally {
  step('10. Clean up');
  for (const undo of cleanup.reverse()) await undo().catch(ignoreGone);
  const left = await accounts.search({ filter: `Path sw "${path}" and __NAME__ ew "-${run}"`, attributes: ['Path'] }).count();
  show(`users of this run that are left: ${left}`);
  if (left > 0) process.exitCode = 1;
  await iam.close();
  await target.close();
  console.log(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

/** @param {unknown} error */
function explain(error) {
  if (!ConnectorError.is(error)) throw error;
  show(`${error.code}: ${error.message}`);
}

/** @param {unknown} error */
function ignoreGone(error) {
  if (!(ConnectorError.is(error) && error.code === 'UnknownUid')) throw error;
}

function sessions() {
  return target.embedded?.calls.filter(({ action, status }) => action === 'AssumeRole' && status === 200).length;
}

async function chooseTarget() {
  if (flags.real) {
    if (!flags.path) throw new Error('--real needs --path, such as --path /demo/: everything is made and deleted below it');
    return {
      title: `AWS itself, below ${path}`,
      embedded: undefined,
      configuration: { useDefaultCredentials: true, ...(flags.role && { roleArn: flags.role }) },
    };
  }
  if (flags.endpoint) {
    const { endpoint, close } = await fillMotoGaps(flags.endpoint);
    const configuration = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'example', endpoint, ...(flags.role && { roleArn: flags.role }) };
    return { title: flags.endpoint, embedded: undefined, close, configuration };
  }
  const { startAws } = await import('identity-connector/testing/aws');
  const embedded = await startAws();
  const { accessKeyId, secretAccessKey } = embedded.adminCredentials;
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' }, Condition: { StringEquals: { 'sts:ExternalId': 'demo-external-id' } } },
    ],
  };
  embedded.iam.addRole({ name: 'provisioner', trustPolicy: JSON.stringify(trustPolicy) });
  const roleArn = `arn:aws:iam::${embedded.accountId}:role/provisioner`;
  return {
    title: `the embedded AWS as ${roleArn}`,
    embedded,
    close: () => embedded.close(),
    configuration: { accessKeyId, secretKey: secretAccessKey, roleArn, externalId: 'demo-external-id', endpoint: embedded.endpoint },
  };
}
