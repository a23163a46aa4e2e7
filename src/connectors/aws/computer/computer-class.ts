import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { standardOptions } from '../../../model/standard-options.ts';
import { fromAws } from '../attribute-patterns.ts';
import { resourceTagFlags, resourceTagProperties } from '../organisation/resource-tags.ts';
import { accountIdFlags } from '../policy/holder-attributes.ts';
import { regionPattern } from './computer-id.ts';

const madeWith = { updateable: false, minLength: 1, maxLength: 255 } as const;

/**
 * EC2 instances as computers. A row's uid is the region and the instance's id, `eu-west-1/i-0123456789abcdef0`.
 *
 * An instance that is terminated is none any more, although AWS shows it for another hour.
 *
 * AWS: EC2 API reference, Instance and RunInstances.
 *
 * @example
 * type Computers = ObjectClassOf<typeof aws, 'Computer'>;
 */
export const Computer = objectClass(
  'Computer',
  {
    __NAME__: attr.string({
      required: true,
      title: 'Computer name',
      description: 'The value of the tag `Name`, which AWS’s console shows as the name; the instance id where there is none. Not unique.',
      minLength: 1,
      maxLength: 256,
    }),
    InstanceId: attr.string({ ...fromAws, required: true, title: 'Instance id', description: 'AWS’s own identifier (i-…).' }),
    AccountId: attr.string(accountIdFlags),
    Region: attr.string({
      updateable: false,
      title: 'Region',
      description: 'Where the instance is; a create without it goes to the region of the configuration.',
      pattern: regionPattern,
      patternHint: 'be a region, such as eu-west-1',
    }),
    State: attr.string({
      creatable: false,
      title: 'State',
      description:
        'pending, running, shutting-down, stopping or stopped. Setting running starts the instance, stopped stops it; neither is waited for.',
    }),
    InstanceType: attr.string({ ...madeWith, title: 'Instance type', description: 'Such as t3.micro; when a create names none AWS chooses.' }),
    ImageId: attr.string({ ...madeWith, required: true, title: 'Image', description: 'The machine image (ami-…) that the instance was made of.' }),
    SubnetId: attr.string({ ...madeWith, title: 'Subnet', description: 'subnet-…; the default subnet when a create names none.' }),
    SecurityGroupIds: attr.string({
      updateable: false,
      multiValued: true,
      title: 'Security groups',
      description: 'sg-…; the default group when a create names none.',
      minLength: 1,
      maxLength: 255,
    }),
    KeyName: attr.string({ ...madeWith, title: 'Key pair', description: 'Name of the key pair for SSH.' }),
    InstanceProfileArn: attr.string({
      updateable: false,
      title: 'Instance profile',
      description: 'ARN of the instance profile that gives the instance its role.',
      minLength: 20,
      maxLength: 2048,
      pattern: 'arn:[\\w-]+:iam::\\d{12}:instance-profile/[!-~]+',
      patternHint: 'be the ARN of an instance profile, such as arn:aws:iam::123456789012:instance-profile/web',
    }),
    Role: attr.string({ ...fromAws, returnedByDefault: false, title: 'Role', description: 'Name of the IAM role in the instance profile.' }),
    UserData: attr.secret({
      updateable: false,
      title: 'User data',
      description: 'What the instance runs when it first starts; may hold secrets, so it cannot be read here.',
      minLength: 1,
      maxLength: 16_384,
    }),
    PrivateIp: attr.string({ ...fromAws, nativeName: 'PrivateIpAddress', title: 'Private address' }),
    PublicIp: attr.string({ ...fromAws, nativeName: 'PublicIpAddress', title: 'Public address' }),
    LaunchTime: attr.dateTime({ ...fromAws, title: 'Launched', description: 'When the instance was last started.' }),
    Tags: attr.object(resourceTagProperties, {
      ...resourceTagFlags,
      description: `All but \`Name\`, which is the name. ${resourceTagFlags.description}`,
    }),
  },
  {
    title: 'Computer',
    description: 'The EC2 instances of every enabled region. Written only with the setting `manageComputers`.',
    options: { search: { ALLOW_PARTIAL_RESULTS: standardOptions.ALLOW_PARTIAL_RESULTS } },
  },
);
