import type { AwsCall } from '../../../../src/testing/aws/index.ts';

/** A document in AWS's policy language, as JSON has it. */
export interface Document {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: readonly string[];
    readonly Resource?: readonly string[];
  }[];
}

/**
 * Whether documents allow an action on a resource, as AWS evaluates them: some statement allows it and none denies it. Conditions are not looked
 * at. AWS: IAM user guide, policy evaluation logic.
 */
export function allows(documents: readonly Document[], action: string, resource: string): boolean {
  const applies = documents
    .flatMap(({ Statement }) => Statement)
    .filter(({ Action, Resource = [] }) => Action.some((each) => like(each, action, 'i')) && Resource.some((each) => like(each, resource, '')));
  return applies.some(({ Effect }) => Effect === 'Allow') && !applies.some(({ Effect }) => Effect === 'Deny');
}

/** `*` and `?` are wildcards, `${*}` is a star. */
function like(pattern: string, text: string, flags: string): boolean {
  const source = pattern.replaceAll(/\$\{([*?$])\}|\*|\?|[.+^${}()|[\]\\]/g, (found, literal: string | undefined) => {
    if (literal !== undefined) return `\\${literal}`;
    return { '*': '.*', '?': '.' }[found] ?? `\\${found}`;
  });
  return new RegExp(`^${source}$`, flags).test(text);
}

/** The permission that a call needs. DeleteMessageBatch has none of its own. AWS: SQS API permissions. */
export function permissionOf({ service = 'iam', action }: AwsCall): string {
  return `${service}:${action === 'DeleteMessageBatch' ? 'DeleteMessage' : action}`;
}

/**
 * What AWS would look for in Resource, out of the parameters of a call alone: paths count as the root, where there is none among them. AWS:
 * Service Authorization Reference.
 */
export function resourceOf({ service, region, accountId, action, parameters }: AwsCall): string {
  const { UserName, GroupName, RoleName, PolicyArn, PolicyName, SerialNumber, InstanceProfileName, Path = '/', QueueUrl } = parameters;
  if (service === 'sqs') return `arn:aws:sqs:${region}:${String(QueueUrl).split('/').slice(-2).join(':')}`;
  if (service === 'ec2' && !action.startsWith('Describe')) return `arn:aws:ec2:${region}:${accountId}:instance/i-0`;
  if (service === 'organizations') return organizationResource(action, parameters);
  if (service !== 'iam') return '*';
  const iam = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;
  if (action === 'DeleteVirtualMFADevice') return String(SerialNumber);
  if (InstanceProfileName !== undefined) return iam(`instance-profile/${InstanceProfileName}`);
  if (GroupName !== undefined) return iam(`group${Path}${GroupName}`);
  if (UserName !== undefined) return iam(`user${Path}${UserName}`);
  if (RoleName !== undefined) return iam(`role${Path}${RoleName}`);
  if (action === 'CreatePolicy') return iam(`policy${Path}${PolicyName}`);
  if (action === 'GetAccessKeyLastUsed') return iam('user/whoever');
  return PolicyArn ?? '*';
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\d{12}$/, 'account'],
  [/^ou-/, 'ou'],
  [/^r-/, 'root'],
  [/^p-/, 'policy'],
];

/** Parameters of Organizations are JSON; the first id in them is what the action is about. */
function organizationResource(action: string, parameters: Readonly<Record<string, string>>): string {
  if (/^List(Accounts|Roots|Policies)$/.test(action)) return '*';
  const { PolicyId, AccountId, OrganizationalUnitId, ResourceId, ParentId, ChildId, TargetId } = parameters;
  const id = PolicyId ?? OrganizationalUnitId ?? AccountId ?? ResourceId ?? ParentId ?? ChildId ?? TargetId ?? '';
  const kind = kinds.find(([pattern]) => pattern.test(id))?.[1];
  if (kind === undefined) return `what is ${JSON.stringify(parameters)}?`;
  if (id === 'p-FullAWSAccess') return 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess';
  return `arn:aws:organizations::123456789012:${kind}/o-a1b2c3d4e5/${kind === 'policy' ? `service_control_policy/${id}` : id}`;
}
