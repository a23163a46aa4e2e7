import type { AwsErrorDefinition } from './error-definition.ts';

const service = 'organizations';

/** The errors of AWS Organizations besides those that all services have. AWS: Organizations API reference. */
export const organizationsErrors: readonly AwsErrorDefinition[] = [
  {
    wire: ['AWSOrganizationsNotInUse', 'UnsupportedAPIEndpoint'],
    code: 'Configuration',
    retry: 'no',
    service,
    meaning: 'The account is in no organisation, or the action is not served in this partition.',
  },
  {
    wire: ['PolicyTypeNotEnabled', 'PolicyTypeNotAvailableForOrganization'],
    code: 'Configuration',
    retry: 'no',
    service,
    meaning: 'Policies of this kind are not enabled in the organisation.',
  },
  {
    wire: ['AccountNotFound', 'OrganizationalUnitNotFound', 'PolicyNotFound', 'RootNotFound', 'ChildNotFound'],
    code: 'UnknownUid',
    retry: 'no',
    service,
    meaning: 'The account, unit or policy does not exist. When an attribute names it: InvalidAttributeValue.',
  },
  {
    wire: ['ParentNotFound', 'SourceParentNotFound', 'DestinationParentNotFound', 'TargetNotFound', 'MalformedPolicyDocument'],
    code: 'InvalidAttributeValue',
    retry: 'no',
    service,
    meaning: 'What an attribute names does not exist, or the policy is not valid.',
  },
  {
    wire: ['DuplicateOrganizationalUnit', 'DuplicatePolicy', 'DuplicateAccount', 'DuplicatePolicyAttachment'],
    code: 'AlreadyExists',
    retry: 'no',
    service,
    meaning: 'The name is taken in this place, or the policy is attached already.',
  },
  {
    wire: ['OrganizationalUnitNotEmpty', 'PolicyInUse', 'PolicyNotAttached', 'ConstraintViolation'],
    code: 'PreconditionFailed',
    retry: 'no',
    service,
    meaning: 'Something still belongs to it, or the state of the organisation does not allow it. When AWS speaks of a limit: QuotaExceeded.',
  },
  {
    wire: ['PolicyChangesInProgress', 'FinalizingOrganization', 'Conflict'],
    code: 'Retryable',
    retry: 'back-off',
    service,
    meaning: 'AWS is still busy with an earlier change of the organisation.',
  },
  {
    wire: ['AccessDeniedForDependency'],
    code: 'PermissionDenied',
    retry: 'no',
    service,
    meaning: 'The connector’s identity may not make the service-linked role that this needs.',
  },
  { wire: ['ServiceException'], code: 'ConnectionFailed', retry: 'if repeatable', service, meaning: 'AWS failed while it worked on the request.' },
];
