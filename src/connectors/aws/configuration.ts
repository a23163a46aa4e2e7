import { programValue } from '../../model/json-schema.ts';

/** Keys as a provider hands them out; the shape of the SDK's `AwsCredentialIdentity`, so any of its providers fits. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** When they stop working; without it they are used until AWS refuses them. */
  readonly expiration?: Date | undefined;
}

/** A function that fetches credentials; it is asked again before they expire, and once when AWS says they have. */
export type AwsCredentialProvider = () => Promise<AwsCredentials>;

/**
 * The settings of the `aws` connector: a JSON Schema literal, from which their type, their check and their documentation are made.
 *
 * What one setting demands of another is in `checkConfiguration`. Defaults are PingIDM's where it has them.
 * AWS: STS AssumeRole (lengths, patterns and durations of the role settings), IAM quotas (MaxItems).
 *
 * @example
 * configuration.properties.credentialsExpiration.default;  // 3600
 */
export const configuration = {
  type: 'object',
  additionalProperties: false,
  properties: {
    accessKeyId: {
      type: 'string',
      title: 'Access key ID',
      description:
        'Id of the access key that signs the requests, or that assumes `roleArn`. Required unless `useDefaultCredentials` or `credentials` is set.',
      minLength: 16,
      maxLength: 128,
      pattern: '^\\w+$',
      'x-patternHint': 'have letters, digits and _ only',
    },
    secretKey: {
      type: 'string',
      writeOnly: true,
      title: 'Secret access key',
      description: 'The secret of `accessKeyId`; required with it.',
      minLength: 1,
    },
    secretAccessKey: {
      type: 'string',
      writeOnly: true,
      title: 'Secret access key (alias)',
      description: 'Another name for `secretKey`, the one AWS uses.',
      minLength: 1,
    },
    sessionToken: {
      type: 'string',
      writeOnly: true,
      title: 'Session token',
      description: 'Comes with a temporary `accessKeyId`. Such keys are not refreshed: they serve until they expire.',
      minLength: 1,
    },
    useDefaultCredentials: {
      type: 'boolean',
      title: 'Use the default credentials',
      description:
        'Take the credentials where the AWS SDK looks by default: environment, shared files and profiles, web identity token, container, EC2 instance. Never done unless set.',
      default: false,
    },
    credentials: programValue<AwsCredentialProvider>(
      'function',
      'A function of the program that fetches credentials: `() => Promise<{ accessKeyId, secretAccessKey, sessionToken?, expiration? }>`. Any provider of the AWS SDK fits.',
    ),
    roleArn: {
      type: 'string',
      title: 'Role',
      description: 'ARN of a role to assume with the credentials above; every IAM call is then made as that role.',
      maxLength: 2048,
      pattern: '^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/([!-~]{0,510}/)?[\\w+=,.@\\-]{1,64}$',
      'x-patternHint': 'be the ARN of a role, such as arn:aws:iam::123456789012:role/provisioner',
    },
    externalId: {
      type: 'string',
      title: 'External ID',
      description: 'What the role’s trust policy asks for in `sts:ExternalId`. Only with `roleArn`.',
      minLength: 2,
      maxLength: 1224,
      pattern: '^[\\w+=,.@:/\\-]*$',
      'x-patternHint': 'have letters, digits and _+=,.@:/- only',
    },
    roleSessionName: {
      type: 'string',
      title: 'Role session name',
      description: 'Name of the session of `roleArn`; CloudTrail shows it with every call.',
      default: 'identity-connector',
      minLength: 2,
      maxLength: 64,
      pattern: '^[\\w+=,.@\\-]*$',
      'x-patternHint': 'have letters, digits and _+=,.@- only',
    },
    region: {
      type: 'string',
      title: 'Region',
      description:
        'IAM is one service per partition: `aws-global` or any commercial region reaches iam.amazonaws.com; `cn-…` and `us-gov-…` reach theirs. STS is called in this region.',
      default: 'aws-global',
      pattern: '^[a-z]+(-[a-z]+)+(-[0-9]+)?$',
      'x-patternHint': 'be a region, such as eu-west-1, or aws-global',
    },
    pageSize: {
      type: 'integer',
      title: 'Page size',
      description: 'Objects in a page when the caller does not say; the connector itself reads 1,000 with each call.',
      default: 100,
      minimum: 1,
      maximum: 1000,
    },
    credentialsExpiration: {
      type: 'integer',
      title: 'Life of a role session, in seconds',
      description:
        'How long the session of `roleArn` is asked to last. AWS refuses more than the role’s maximum session duration, and more than 3600 when the credentials are a role’s themselves.',
      default: 3600,
      minimum: 900,
      maximum: 43_200,
    },
    proxyHost: {
      type: 'string',
      title: 'Proxy host',
      description: 'Host name or address of the HTTP proxy through which IAM and STS are called. With `proxyPort`.',
      minLength: 1,
      maxLength: 255,
    },
    proxyPort: { type: 'integer', title: 'Proxy port', description: 'Port of the HTTP proxy.', minimum: 1, maximum: 65_535 },
    proxyUsername: {
      type: 'string',
      title: 'Proxy user name',
      description: 'For a proxy that asks for Basic authentication. No colon: Basic authentication cannot carry one here (RFC 7617, 2).',
      minLength: 1,
      pattern: '^[^:]+$',
      'x-patternHint': 'have no colon',
    },
    proxyPassword: { type: 'string', writeOnly: true, title: 'Proxy password', description: 'The password of `proxyUsername`.' },
    proxyHostPort: {
      type: 'string',
      title: 'Proxy (alias)',
      description: 'Another way to write `proxyHost` and `proxyPort`: `http://host:port`.',
      examples: ['http://proxy.example.org:3128'],
    },
    connectionTimeout: {
      type: 'integer',
      title: 'Connection timeout, in milliseconds',
      description:
        'How long setting up a connection may take, through a proxy until the tunnel stands. Waiting for a free connection does not count.',
      default: 10_000,
      minimum: 1,
      maximum: 3_600_000,
    },
    requestTimeout: {
      type: 'integer',
      title: 'Request timeout, in milliseconds',
      description: 'How long one attempt may wait for its answer to begin, and how long an answer may pause.',
      default: 60_000,
      minimum: 1,
      maximum: 3_600_000,
    },
    maxConnections: {
      type: 'integer',
      title: 'Connections',
      description: 'How many connections are open at once and how many requests are under way; the others wait their turn.',
      default: 10,
      minimum: 1,
      maximum: 1000,
    },
    maxAttempts: {
      type: 'integer',
      title: 'Attempts',
      description:
        'How often a request is sent at most when AWS throttles it or the network fails; 1 means no repetition. Quota errors are never repeated.',
      default: 5,
      minimum: 1,
      maximum: 20,
    },
    endpoint: {
      type: 'string',
      format: 'uri',
      title: 'IAM endpoint',
      description:
        'URL to call instead of AWS’s own, for an interface endpoint, moto or the embedded AWS. A plain http URL sends everything, passwords too, unencrypted.',
      examples: ['http://127.0.0.1:5000'],
    },
    stsEndpoint: { type: 'string', format: 'uri', title: 'STS endpoint', description: 'The same for STS; `endpoint` when it is not given.' },
    caFile: {
      type: 'string',
      title: 'Certificate authorities',
      description:
        'Path of a PEM file with the authorities to trust instead of Node’s own, such as those of an inspecting proxy. Read when the connector is opened.',
      minLength: 1,
    },
  },
} as const;
