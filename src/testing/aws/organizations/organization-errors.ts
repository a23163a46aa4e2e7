import { ApiError } from '../api-error.ts';

/** A refusal by Organizations; they are all HTTP 400. The words are AWS's where moto or a public issue quotes them, else the model's. */
const refusal =
  (code: string, message: string) =>
  (reason?: string): ApiError =>
    new ApiError(code, 400, message, reason === undefined ? {} : { Reason: reason });

export const notInUse = refusal('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
export const notPermitted = refusal('AccessDeniedException', "You don't have permissions to access this resource.");
export const accountNotFound = refusal('AccountNotFoundException', "You specified an account that doesn't exist.");
export const unitNotFound = refusal('OrganizationalUnitNotFoundException', "You specified an organizational unit that doesn't exist.");
export const unitNotEmpty = refusal(
  'OrganizationalUnitNotEmptyException',
  'The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.',
);
export const duplicateUnit = refusal('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.');
export const parentNotFound = refusal('ParentNotFoundException', "You specified parent that doesn't exist.");
export const childNotFound = refusal('ChildNotFoundException', "You specified child that doesn't exist.");
export const sourceParentNotFound = refusal('SourceParentNotFoundException', "You specified a source parent that doesn't exist.");
export const destinationParentNotFound = refusal('DestinationParentNotFoundException', "You specified a destination parent that doesn't exist.");
export const duplicateAccount = refusal('DuplicateAccountException', 'That account is already present in the specified destination.');
export const policyNotFound = refusal('PolicyNotFoundException', "You specified a policy that doesn't exist.");
export const duplicatePolicy = refusal('DuplicatePolicyException', 'A policy with the same name already exists.');
export const policyInUse = refusal(
  'PolicyInUseException',
  'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
);
export const targetNotFound = refusal('TargetNotFoundException', "You specified a target that doesn't exist.");
export const duplicateAttachment = refusal('DuplicatePolicyAttachmentException', 'The selected policy is already attached to the specified target.');
export const notAttached = refusal('PolicyNotAttachedException', "The policy isn't attached to the specified target in the specified root.");
export const typeNotAvailable = refusal(
  'PolicyTypeNotAvailableForOrganizationException',
  "You can't use the specified policy type with the feature set currently enabled for this organization.",
);
export const malformedPolicy = refusal(
  'MalformedPolicyDocumentException',
  "The provided policy document doesn't meet the requirements of the specified policy type.",
);
export const constraintViolation = refusal('ConstraintViolationException', 'You have exceeded the allowed limit.');
export const invalidInput = refusal('InvalidInputException', 'You specified an invalid value.');
