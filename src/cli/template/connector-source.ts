/** The source of a new connector. Its system is a JSON file, so that the project runs without any other. */
export const connectorSource = (name: string): string => `import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { attr, ConnectorError, type ConnectorObject, defineConnector, objectClass } from 'identity-connector';

const Account = objectClass('__ACCOUNT__', {
  __NAME__: attr.string({ required: true, subtype: 'caseIgnore', title: 'User name' }),
  __ENABLE__: attr.boolean({ default: true, title: 'Enabled' }),
  displayName: attr.string({ title: 'Display name' }),
  mail: attr.string({ subtype: 'caseIgnore', title: 'Mail address' }),
  roles: attr.string({ multiValued: true, title: 'Roles' }),
});

export default defineConnector({
  name: '${name}',
  version: '0.1.0',
  configuration: {
    type: 'object',
    properties: { file: { type: 'string', minLength: 1, title: 'File', description: 'The JSON file with the people.' } },
    required: ['file'],
    additionalProperties: false,
  },
  objectClasses: [Account],
  connect: ({ file }) => new People(file),
  test: async ({ session }) => {
    await session.all();
  },
  operations: {
    __ACCOUNT__: {
      create: ({ session, attributes: { __NAME__: userName, __ENABLE__: active = true, ...rest } }) =>
        session.change((people) => {
          refuseTaken(people, userName);
          const person: Person = { id: randomUUID(), userName, active, ...rest };
          people.push(person);
          return person.id;
        }),
      // Whole values only: the framework reads and merges for those who add and remove.
      update: ({ session, uid, attributes: { __NAME__: userName, __ENABLE__: active, ...rest } }) =>
        session.change((people) => {
          const person = theOne(people, uid);
          if (userName !== undefined) {
            refuseTaken(people, userName, person);
            person.userName = userName;
          }
          if (active !== undefined) person.active = active ?? true;
          Object.assign(person, rest);
        }),
      delete: ({ session, uid }) =>
        session.change((people) => {
          people.splice(people.indexOf(theOne(people, uid)), 1);
        }),
      async get({ session, uid }) {
        const person = (await session.all()).find(({ id }) => id === uid);
        return person && objectOf(person);
      },
      // All of them on one page; the framework filters, sorts and cuts. A system with many people answers page by page, and filters itself.
      async *search({ session }) {
        yield { objects: (await session.all()).map(objectOf) };
      },
    },
  },
});

function objectOf({ id, userName, active, ...rest }: Person): ConnectorObject<typeof Account> {
  return { uid: id, name: userName, attributes: { __ENABLE__: active, ...rest } };
}

function theOne(people: readonly Person[], uid: string): Person {
  const person = people.find(({ id }) => id === uid);
  if (!person) throw new ConnectorError('UnknownUid', \`there is nobody with the id \${uid}\`, { uid });
  return person;
}

function refuseTaken(people: readonly Person[], userName: string, except?: Person): void {
  const taken = people.find((person) => person !== except && person.userName.toLowerCase() === userName.toLowerCase());
  if (taken) throw new ConnectorError('AlreadyExists', \`the user name \${userName} is taken\`, { uid: taken.id });
}

/** A person as the system keeps them. */
interface Person {
  readonly id: string;
  userName: string;
  active: boolean;
  displayName?: string | null;
  mail?: string | null;
  roles?: readonly string[] | null;
}

/** The system: put the client of yours in its place. */
class People {
  readonly #file: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  async all(): Promise<Person[]> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as Person[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new ConnectorError('ConnectorIO', \`the file \${this.#file} cannot be read\`, { cause: error });
    }
  }

  /** One change after the other; a file that is half written is never read. */
  change<T>(work: (people: Person[]) => T): Promise<T> {
    const changed = this.#last.then(async () => {
      const people = await this.all();
      const answer = work(people);
      await writeFile(\`\${this.#file}.new\`, JSON.stringify(people, null, 2));
      await rename(\`\${this.#file}.new\`, this.#file);
      return answer;
    });
    this.#last = changed.catch(() => {});
    return changed;
  }
}
`;
