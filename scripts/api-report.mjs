// Writes etc/*.api.md, what each entry point offers to TypeScript, or with --check says how that differs from what is committed.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const reports = {
  'identity-connector': 'index',
  memory: 'memory',
  aws: 'aws',
  snapshot: 'snapshot',
  script: 'script',
  rest: 'rest',
  testing: 'testing',
  'testing-aws': 'testing/aws',
};

const temporary = mkdtempSync(join(tmpdir(), 'api-report-'));
/** What the main entry exports, and what is used in signatures but exported nowhere, so that nobody can name it. */
const offered = new Set();
const forgotten = [];
const differing = [];
try {
  mkdirSync(join(root, 'etc'), { recursive: true });
  for (const [name, entry] of Object.entries(reports)) {
    const text = report(name, entry);
    const path = join(root, 'etc', `${name}.api.md`);
    const committed = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text === committed) continue;
    if (check) differing.push({ name, committed, text });
    else {
      writeFileSync(path, text);
      console.log(`wrote etc/${name}.api.md`);
    }
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

for (const { name, committed, text } of differing) {
  console.error(`etc/${name}.api.md is not what the code offers; lines that differ (- committed, + now):`);
  console.error(difference(committed, text));
}
if (forgotten.length > 0) {
  console.error(`used in what is exported, but not exported:\n  ${forgotten.join('\n  ')}`);
  process.exitCode = 1;
}
if (differing.length > 0) {
  console.error('If the change is meant, run `npm run api` and commit it: it is part of what semver promises.');
  process.exitCode = 1;
} else if (check) console.log(`${Object.keys(reports).length} API reports are up to date`);

/** The report of one entry point, as text. */
function report(name, entry) {
  const mainEntryPointFilePath = join(root, 'dist', `${entry}.d.ts`);
  if (!existsSync(mainEntryPointFilePath)) throw new Error(`${mainEntryPointFilePath} is missing: run \`npm run build\``);
  const extractorConfig = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath,
      newlineKind: 'lf',
      // Written out, so that `paths`, which lead to the sources, do not apply.
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2023',
            lib: ['es2023', 'esnext.disposable'],
            module: 'nodenext',
            types: ['node'],
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: true,
          },
          files: [mainEntryPointFilePath],
        },
      },
      apiReport: { enabled: true, reportFileName: `${name}.api.md`, reportFolder: temporary, reportTempFolder: join(temporary, 'temp') },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
          // Nothing here has a release tag: what is exported is public.
          'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
          'ae-wrong-input-file-type': { logLevel: ExtractorLogLevel.None },
          'ae-internal-missing-underscore': { logLevel: ExtractorLogLevel.None },
          // Whether an export has a doc comment with an example is tested by test/docs/comments.test.ts.
          'ae-undocumented': { logLevel: ExtractorLogLevel.None },
          // Collected below: the other entries speak in types that the main one exports.
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: false },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  const problems = [];
  const result = Extractor.invoke(extractorConfig, {
    localBuild: true,
    printApiReportDiff: false,
    messageCallback(message) {
      const [, unnamed] = message.messageId === 'ae-forgotten-export' ? (/symbol "(\w+)"/.exec(message.text) ?? []) : [];
      if (unnamed && !offered.has(unnamed)) forgotten.push(`${unnamed}, in ${name}`);
      if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.formatMessageWithLocation(root));
      message.handled = true;
    },
  });
  if (!result.succeeded) throw new Error(`API Extractor refuses ${entry}:\n${problems.join('\n')}`);
  const text = readFileSync(join(temporary, `${name}.api.md`), 'utf8');
  if (entry === 'index')
    for (const [, declared] of text.matchAll(/^export (?:abstract |declare )?(?:type|interface|class|const|function) (\w+)/gm)) offered.add(declared);
  return text;
}

/** Lines of one text that the other has not; enough to see what changed. */
function difference(before, after) {
  const was = new Set(before.split('\n'));
  const is = new Set(after.split('\n'));
  const gone = [...was].filter((line) => !is.has(line)).map((line) => `- ${line}`);
  const come = [...is].filter((line) => !was.has(line)).map((line) => `+ ${line}`);
  return [...gone, ...come].slice(0, 60).join('\n') || '(only the order of lines)';
}
