/** A value without what differs between two runs of the same server. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Members that are made up anew each time. */
const MADE_UP = new Set([
  ...['UserId', 'GroupId', 'RoleId', 'PolicyId', 'InstanceProfileId', 'AccessKeyId', 'SecretAccessKey', 'SessionToken', 'SSHPublicKeyId'],
  ...['CertificateId', 'ServiceSpecificCredentialId', 'ServicePassword', 'Base32StringSeed', 'QRCodePNG', 'Marker', 'NextToken', 'DeletionTaskId'],
  ...['MessageId', 'ReceiptHandle', 'SequenceNumber', 'ServiceCredentialSecret', 'ServiceCredentialAlias', 'ServiceUserName', 'ClientToken'],
]);

/** Identifiers inside of texts, such as ARNs. */
const IDENTIFIERS: readonly [pattern: RegExp, name: string][] = [
  [/\b(AROA|AIDA|ARO)[A-Z0-9]{8,17}\b/g, '<role-id>'],
  [/\bo-[a-z0-9]{10,32}\b/g, '<organization>'],
  [/\bou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\b/g, '<unit>'],
  [/\br-[a-z0-9]{4}\b/g, '<root>'],
  [/\bp-[a-z0-9]{8,128}\b/g, '<policy>'],
  [/\bcar-[a-z0-9]{8,32}\b/g, '<request>'],
  [/\b(i|r|sg|vpc|subnet|eni|eni-attach|vol|ami|igw|rtb|eipalloc|bdm)-[0-9a-f]{8,17}\b/g, '<$1>'],
  [/\b(127\.0\.0\.1|localhost):\d+\b/g, '<host>'],
  [/\b\d{1,3}([.-])\d{1,3}\1\d{1,3}\1\d{1,3}\b/g, '<address>'],
];

/** The accounts of one scenario; other accounts in answers are new ones. */
export interface Own {
  readonly accountId: string;
}

/**
 * Puts an answer of the SDK into a form that two servers can agree on.
 *
 * Dates, identifiers and secrets become what they are; a policy document becomes its JSON and whether it was percent-encoded;
 * lists are sorted, because AWS promises no order.
 */
export function normalise(value: unknown, own: Own, name = ''): Plain | undefined {
  if (value === undefined || name === '$metadata') return undefined;
  if (value === null) return null;
  if (value instanceof Date) return '<date>';
  if (value instanceof Uint8Array) return MADE_UP.has(name) ? `<${name}>` : Buffer.from(value).toString();
  if (typeof value === 'string') return MADE_UP.has(name) ? `<${name}>` : /Document$|^Content$/.test(name) ? documentOf(value) : textOf(value, own);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    const items = value.filter((item) => !isBootstrap(item)).flatMap((item) => normalise(item, own, name) ?? []);
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const plain = normalise(item, own, key);
    return plain === undefined ? [] : [[key, plain] as const];
  });
  return Object.fromEntries(entries);
}

/** The embedded AWS is asked by a user of its own, moto by nobody. */
function isBootstrap(item: unknown): boolean {
  return typeof item === 'object' && item !== null && (item as { readonly UserName?: unknown }).UserName === 'bootstrap';
}

function textOf(text: string, own: Own): string {
  const named = text.replaceAll(own.accountId, '<account>').replaceAll(/\b\d{12}\b/g, '<another account>');
  return IDENTIFIERS.reduce((before, [pattern, name]) => before.replaceAll(pattern, name), named);
}

function documentOf(text: string): Plain {
  const encoded = text.startsWith('%7B');
  const plain = encoded ? decodeURIComponent(text) : text;
  try {
    return { encoded, json: JSON.parse(plain) as Plain };
  } catch {
    return { encoded, text: plain };
  }
}
