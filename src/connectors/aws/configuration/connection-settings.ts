/** How AWS is reached: region, endpoints, proxy, limits. AWS: IAM quotas (MaxItems). */
export const connectionSettings = {
  region: {
    type: 'string',
    title: 'Region',
    description:
      'IAM is one service per partition: `aws-global` or any commercial region reaches iam.amazonaws.com; `cn-…` and `us-gov-…` reach theirs. The other services are called in this region, with `aws-global` in the partition’s main one.',
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
  proxyHost: {
    type: 'string',
    title: 'Proxy host',
    description: 'Host name or address of the HTTP proxy through which AWS is called. With `proxyPort`.',
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
  noProxy: {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 255 },
    title: 'Without proxy',
    description:
      'What is reached without the proxy: hosts, suffixes (`*.example.org` or `.example.org`, what is below it), addresses, networks (`10.0.0.0/8`), each host with a port behind it or without; `*` stands for everything.',
    examples: [['*.vpce.amazonaws.com', '10.0.0.0/8']],
  },
  connectionTimeout: {
    type: 'integer',
    title: 'Connection timeout, in milliseconds',
    description: 'How long setting up a connection may take, through a proxy until the tunnel stands. Waiting for a free connection does not count.',
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
    title: 'Endpoint',
    description:
      'URL to call instead of AWS’s own, for an interface endpoint, moto or the embedded AWS. A plain http URL sends everything, passwords too, unencrypted.',
    examples: ['http://127.0.0.1:5000'],
  },
  stsEndpoint: { type: 'string', format: 'uri', title: 'STS endpoint', description: 'The same for STS; `endpoint` when it is not given.' },
  endpoints: {
    type: 'object',
    additionalProperties: { type: 'string', format: 'uri' },
    title: 'Endpoints by service',
    description: 'The same for single services, where theirs is another than `endpoint`: `iam`, `sts`, `organizations`, `cloudtrail`, `sqs`, `ec2`.',
    examples: [{ cloudtrail: 'https://vpce-1a2b3c.cloudtrail.us-east-1.vpce.amazonaws.com' }],
  },
  useFipsEndpoint: {
    type: 'boolean',
    title: 'FIPS endpoints',
    description: 'Call the endpoints whose cryptography is validated by FIPS 140. Not every service has one in every region.',
    default: false,
  },
  useDualstackEndpoint: {
    type: 'boolean',
    title: 'Dual-stack endpoints',
    description: 'Call the endpoints that are reached by IPv6 as well.',
    default: false,
  },
  caFile: {
    type: 'string',
    title: 'Certificate authorities',
    description:
      'Path of a PEM file with the authorities to trust instead of Node’s own, such as those of an inspecting proxy. Read when the connector is opened.',
    minLength: 1,
  },
} as const;
