import { connectorSource } from './connector-source.ts';

/** The files of a new connector project, by path. */
export function projectFiles(name: string, version: string): Readonly<Record<string, string>> {
  return {
    'package.json': packageJson(name, version),
    'tsconfig.json': tsconfig,
    'README.md': readme(name),
    [`src/${name}.ts`]: connectorSource(name),
    'test/contract.test.ts': contractTest(name),
  };
}

const packageJson = (name: string, version: string) =>
  `${JSON.stringify(
    {
      name,
      version: '0.1.0',
      type: 'module',
      private: true,
      engines: { node: '>=20.19' },
      scripts: { test: 'vitest run', check: 'tsc --noEmit' },
      dependencies: { 'identity-connector': `^${version}` },
      devDependencies: { '@types/node': '^20.19.0', 'fast-check': '^4.0.0', jiti: '^2.0.0', typescript: '^5.9.0', vitest: '^4.1.0' },
    },
    null,
    2,
  )}\n`;

const tsconfig = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023', 'esnext.disposable'],
      module: 'nodenext',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['src', 'test'],
  },
  null,
  2,
)}\n`;

const contractTest = (name: string) => `import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from 'identity-connector/testing';
import connector from '../src/${name}.ts';

await contract(connector, { configuration: () => ({ file: join(mkdtempSync(join(tmpdir(), '${name}-')), 'people.json') }) });
`;

const readme = (name: string) => `# ${name}

A connector: it lets identity managers create, read, change and delete the accounts of a system.

\`\`\`sh
npm install
npm test                                  # the contract: what every connector promises, checked against this one
npm run check                             # the types
npx identity-connector spec ./src/${name}.ts
\`\`\`

| file | what it is |
| --- | --- |
| \`src/${name}.ts\` | the connector: its settings, its object class, its operations |
| \`test/contract.test.ts\` | the contract in one line; cases that do not apply are skipped with the reason |

The system is a JSON file, so that everything runs at once. To connect a real one, put its client in the place of the class \`People\`: change
the settings, make the client in \`connect\`, and call it in the operations. The contract tells what is still missing.
`;
