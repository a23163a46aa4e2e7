import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import aws from '../../../src/connectors/aws/index.ts';
import { openConnector } from '../../../src/facade/opening/open-connector.ts';
import { accountSuite } from './suite-accounts.ts';
import type { AwsUnderTest, SuiteContext } from './suite-context.ts';
import { groupSuite } from './suite-groups.ts';
import { searchSuite } from './suite-searches.ts';

/**
 * What the aws connector does with any server that speaks IAM: run against the embedded AWS and against one that nobody here wrote.
 *
 * Every test makes what it needs under names of its own and below the path `/suite/`.
 */
export function awsSuite(name: string, start: () => Promise<AwsUnderTest>): void {
  describe(name, () => {
    let server: AwsUnderTest | undefined;
    let opened: SuiteContext | undefined;
    const context = (): SuiteContext => {
      if (!opened) throw new Error('the server did not start');
      return opened;
    };

    beforeAll(async () => {
      server = await start();
      const { accessKeyId, secretKey, endpoint, region } = server.configuration;
      const facade = await openConnector(aws, { accessKeyId, secretKey, endpoint, region });
      const iam = new IAMClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey: secretKey } });
      opened = { facade, iam, capabilities: server.capabilities };
    }, 60_000);
    afterAll(async () => {
      opened?.iam.destroy();
      await opened?.facade.close();
      await server?.close();
    });

    test('test() passes with good credentials', async () => {
      await context().facade.test();
    });

    test('hooks answer who we are and what the account holds', async () => {
      const { account, arn } = await context().facade.hook('callerIdentity', {});
      const summary = await context().facade.hook('accountSummary', {});

      expect(account).toMatch(/^\d{12}$/);
      expect(arn).toContain(account);
      expect(summary.Users).toBeTypeOf('number');
    });

    accountSuite(context);
    groupSuite(context);
    searchSuite(context);
  });
}
