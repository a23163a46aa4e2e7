import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConnectorError } from '../model/errors.ts';
import { type AddCommand, runAction } from './command.ts';
import { projectFiles } from './template/project-files.ts';

/** `identity-connector new NAME`: a connector project whose contract test is green. */
export const newCommand: AddCommand = (program, terminal, end) => {
  program
    .command('new')
    .summary('a connector project of five files whose contract test is green')
    .description('Writes a connector project into a new folder: package.json, tsconfig.json, README.md, the connector, and its contract test.')
    .argument('<name>', 'of the connector and of the folder: small letters, digits and hyphens, such as my-hr')
    .addHelpText('after', '\nExample:\n  identity-connector new my-hr && cd my-hr && npm install && npm test')
    .action((name: string, _: object, command) =>
      runAction(terminal, command.optsWithGlobals().jsonErrors === true, end, async () => {
        if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60) {
          throw new ConnectorError(
            'InvalidArgument',
            `the name of a connector has small letters, digits and single hyphens, and at most 60 of them (got "${name}")`,
          );
        }
        const folder = resolve(terminal.directory, name);
        if (existsSync(folder) && (await readdir(folder)).length > 0) {
          throw new ConnectorError('AlreadyExists', `the folder ${folder} is not empty; choose another name, or empty it`);
        }
        for (const [path, text] of Object.entries(projectFiles(name, program.version() ?? '0.0.0'))) {
          const file = join(folder, path);
          await mkdir(dirname(file), { recursive: true });
          // Never over a file that somebody wrote in the meantime.
          await writeFile(file, text, { flag: 'wx' });
          terminal.out(`${join(name, path)}\n`);
        }
        terminal.out(`\nNext:\n  cd ${name}\n  npm install\n  npm test\n`);
        return 0;
      }),
    );
};
