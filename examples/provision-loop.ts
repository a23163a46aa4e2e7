// An application's loop over a connector: what an identity manager does with the people it is responsible for. It reads once,
// writes what differs, and treats each kind of failure in one place.
import { ConnectorError, type ObjectClassOf, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { memoryConnector } from 'identity-connector/memory';

type Accounts = ObjectClassOf<typeof aws, '__ACCOUNT__'>;

interface Person {
  readonly userName: string;
  readonly team: string;
  readonly active: boolean;
}

/** Makes the users of one path what the list of people says. */
export async function provision(accounts: Accounts, people: readonly Person[], path: string): Promise<string[]> {
  const done: string[] = [];
  const found = new Map<string, string | undefined>();
  // An error ends the run here: half a list would look like leavers.
  for await (const row of accounts.search({ filter: (f) => f.startsWith('Path', path), attributes: ['Tags'] })) {
    found.set(row.uid, row.attributes.Tags?.find(({ Key }) => Key === 'team')?.Value);
  }
  for (const { userName, team, active } of people) {
    const Tags = [{ Key: 'team', Value: team }];
    try {
      if (active && !found.has(userName)) {
        await accounts.create({ __NAME__: userName, Path: path, Tags });
        done.push(`created ${userName}`);
      } else if (active && found.get(userName) !== team) {
        await accounts.update(userName, { replace: { Tags } });
        done.push(`moved ${userName} to ${team}`);
      } else if (!active && found.has(userName)) {
        await accounts.delete(userName);
        done.push(`deleted ${userName}`);
      }
    } catch (error) {
      if (!ConnectorError.is(error)) throw error;
      // One person's trouble is no reason to stop; what concerns all of them is.
      if (['InvalidCredential', 'PermissionDenied', 'Configuration', 'ConnectionFailed'].includes(error.code)) throw error;
      done.push(`${userName}: ${error.code} (${error.outcome}): ${error.message}`);
    }
  }
  return done;
}

// Here with memory behind the connector's object classes; `openConnector(aws, { accessKeyId, secretKey, … })` gives the same types.
const directory = await openConnector(memoryConnector(aws.objectClasses), { uid: 'name' });
const accounts = directory.objectClass('__ACCOUNT__');
await accounts.create({ __NAME__: 'bob', Path: '/people/', Tags: [{ Key: 'team', Value: 'engine' }] });
await accounts.create({ __NAME__: 'cyd', Path: '/people/' });

const people = [
  { userName: 'ada', team: 'engine', active: true },
  { userName: 'bob', team: 'office', active: true },
  { userName: 'cyd', team: 'office', active: false },
];
console.log(await provision(accounts, people, '/people/'));
console.log(await provision(accounts, people, '/people/'));
await directory.close();
