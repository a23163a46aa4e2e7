import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('importing the connector for its object classes loads nothing of the SDK, opening a session does', async () => {
  const entry = new URL('../../../../src/connectors/aws/index.ts', import.meta.url).pathname;

  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });

  const imports = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter(({ path }) => /aws-sdk|smithy/.test(path));
  expect(imports.filter(({ kind }) => kind !== 'dynamic-import')).toEqual([]);
  expect(imports.map(({ path }) => path).sort()).toEqual([
    '@aws-sdk/client-cloudtrail',
    '@aws-sdk/client-ec2',
    '@aws-sdk/client-iam',
    '@aws-sdk/client-organizations',
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-sts',
    '@aws-sdk/credential-providers',
    '@smithy/node-http-handler',
    '@smithy/util-retry',
  ]);
});
