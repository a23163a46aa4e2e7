import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { startAws } from '../../../src/testing/aws/index.ts';
import type { Outcome } from './compare.ts';
import { normalise } from './normalise.ts';
import type { Answer, Scenario, ServiceKey, Step } from './scenario.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
interface Sender {
  send(command: object): Promise<Answer>;
  destroy(): void;
}

/** An empty account at a server. */
export interface Server {
  readonly accountId: string;
  outcomeOf(step: Step): Promise<Outcome>;
  close(): Promise<void>;
}

/** An empty account of the embedded AWS. */
export async function embedded(accountId: string, scenario: Scenario): Promise<Server> {
  const aws = await startAws({ accountId });
  if (scenario.organization) {
    aws.organization.enable();
    aws.addAccount({ id: '999999999999', name: 'payroll', email: 'payroll@example.com' });
  }
  return server(accountId, aws.endpoint, aws.adminCredentials, () => aws.close());
}

/** An empty account of moto: whoever assumes a role of another account is in that account. */
export async function moto(endpoint: string, accountId: string, scenario: Scenario): Promise<Server> {
  const anybody = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'moto takes any' };
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials: anybody, maxAttempts: 1 });
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/any`, RoleSessionName: 'compare' }));
  sts.destroy();
  const credentials = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
  if (scenario.organization) {
    const organizations = new OrganizationsClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    const { Roots } = await organizations.send(new ListRootsCommand({}));
    await organizations.send(new EnablePolicyTypeCommand({ RootId: Roots?.[0]?.Id, PolicyType: 'SERVICE_CONTROL_POLICY' }));
    await organizations.send(new CreateAccountCommand({ AccountName: 'payroll', Email: 'payroll@example.com' }));
    organizations.destroy();
  }
  return server(accountId, endpoint, credentials, async () => undefined);
}

/** The action of a command, `CreateUser` of `CreateUserCommand`. */
export function actionOf(command: object): string {
  return command.constructor.name.replace(/Command$/, '');
}

function server(accountId: string, endpoint: string, credentials: Credentials, close: () => Promise<void>): Server {
  const settings = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const clients = {
    iam: new IAMClient(settings),
    sts: new STSClient(settings),
    organizations: new OrganizationsClient(settings),
    ec2: new EC2Client(settings),
    sqs: new SQSClient(settings),
  } as unknown as Readonly<Record<ServiceKey, Sender>>;
  const answers = new Map<string, Answer>();
  return {
    accountId,
    outcomeOf: async (step) => {
      try {
        const command = step.command((label) => answers.get(label) ?? {});
        const answer = await clients[step.service].send(command);
        answers.set(step.label, answer);
        return { answer: normalise(answer, { accountId }) ?? {} };
      } catch (error) {
        return { refused: refusal(error) };
      }
    },
    close: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await close();
    },
  };
}

/** The code on the wire and the status; what moto lacks it answers with a page of HTML or a failure of its own. */
function refusal(error: unknown): string {
  const {
    Error: wire,
    Code,
    name,
    $metadata,
  } = error as {
    readonly Error?: { readonly Code?: string };
    readonly Code?: string;
    readonly name: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  if (status === undefined) throw error;
  return status >= 500 || name === 'SyntaxError' ? 'not implemented' : `${wire?.Code ?? Code ?? name} ${status}`;
}

/** Where a scenario runs: each in an account of its own, so that nothing else is there. */
export function accountOf(scenarios: readonly Scenario[], scenario: Scenario): string {
  return String(900_000_000_001 + scenarios.indexOf(scenario));
}
