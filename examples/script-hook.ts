// Script hooks: named functions, the safe form of ICF's ScriptOnConnector. A connector brings its own, which get its session;
// an application adds others, which get the facade as well.
import { openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

const embedded = await startAws();
embedded.iam.addUser({ name: 'ada', accessKeys: ['Active'] });
const { accessKeyId, secretAccessKey } = embedded.adminCredentials;

const iam = await openConnector(
  aws,
  { accessKeyId, secretKey: secretAccessKey, endpoint: embedded.endpoint },
  {
    hooks: {
      /** Users whose name begins with `prefix` and who could sign in. */
      async enabledUsers({ facade, args, signal }) {
        const users = facade
          .dynamic('__ACCOUNT__')
          .search({ filter: `__NAME__ sw ${JSON.stringify(args.prefix)}`, attributes: ['__ENABLE__'], signal });
        return (await users.toArray()).filter(({ attributes }) => attributes.__ENABLE__).map(({ name }) => name);
      },
    },
  },
);
// The connector's own hooks are typed …
console.log((await iam.hook('callerIdentity')).account);
// … and any hook can be run by name, as a REST gateway does it.
console.log(await iam.runHook('enabledUsers', { prefix: 'a' }));
await iam.close();
await embedded.close();
