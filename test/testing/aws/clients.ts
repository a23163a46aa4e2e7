import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { EmbeddedAws } from '../../../src/testing/aws/index.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The real SDK client, without retries unless a test asks for them: a refusal is to be seen at once. */
export function iamClient(aws: EmbeddedAws, credentials: Credentials = aws.adminCredentials, maxAttempts = 1): IAMClient {
  return new IAMClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials, maxAttempts });
}

export function stsClient(aws: EmbeddedAws, credentials: Credentials = aws.adminCredentials, maxAttempts = 1): STSClient {
  return new STSClient({ endpoint: aws.endpoint, region: 'eu-west-1', credentials, maxAttempts });
}

/** What a refused call says: the code on the wire and the message. */
export interface Refusal {
  readonly code: string;
  readonly status: number | undefined;
  readonly message: string;
}

/** Awaits a call that must be refused. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const {
      Error: wire,
      message,
      name,
      $metadata,
    } = error as {
      readonly Error?: { readonly Code?: string };
      readonly message: string;
      readonly name: string;
      readonly $metadata?: { readonly httpStatusCode?: number };
    };
    return { code: wire?.Code ?? name, status: $metadata?.httpStatusCode, message };
  }
  throw new Error('the call was not refused');
}
