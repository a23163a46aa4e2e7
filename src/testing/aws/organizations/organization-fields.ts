import { text } from '../validation.ts';

/** What AWS says of an identifier that is none (quoted by moto, exceptions.py). */
const refusal = 'You provided a value that does not match the required pattern.';

const ROOT = 'r-[0-9a-z]{4,32}';
const UNIT = 'ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}';
const ACCOUNT = '\\d{12}';
const POLICY = 'p-[0-9a-zA-Z_]{8,128}';
const identifier = (...patterns: readonly string[]) => text({ pattern: new RegExp(patterns.join('|')), refusal });

// AWS: Organizations service model 2016-11-28.
export const accountId = identifier(ACCOUNT);
export const unitId = identifier(UNIT);
export const parentId = identifier(ROOT, UNIT);
export const childId = identifier(ACCOUNT, UNIT);
export const policyId = identifier(POLICY);
export const targetId = identifier(ROOT, UNIT, ACCOUNT);
export const resourceId = identifier(ROOT, UNIT, ACCOUNT, POLICY);
/** The name of a unit or a policy. */
export const resourceName = text({ min: 1, max: 128 });
export const policyDescription = text({ max: 512 });
export const policyContent = text({ min: 1 });
export const policyType = text({
  values: [
    'SERVICE_CONTROL_POLICY',
    'RESOURCE_CONTROL_POLICY',
    'TAG_POLICY',
    'BACKUP_POLICY',
    'AISERVICES_OPT_OUT_POLICY',
    'CHATBOT_POLICY',
    'DECLARATIVE_POLICY_EC2',
    'SECURITYHUB_POLICY',
  ],
});
/** The only type of policy that this organisation has. */
export const CONTROL = 'SERVICE_CONTROL_POLICY';
