import { permissions } from '../permissions.ts';
import type { WorkSettings } from '../settings.ts';
import { isRead } from '../transport/actions.ts';
import { type AwsService, serviceActions } from '../transport/service-actions.ts';
import { rightsOfAttributes } from './account-attribute-rights.ts';
import type { PolicyOptions } from './policy-options.ts';

const table: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = permissions;

/** Classes of the organisation itself: they are read and written with the session's own credentials, in no other account. */
const organisationClasses = ['AwsAccount', 'OrganizationalUnit', 'ServiceControlPolicy'];

const writes = ['create', 'updateDelta', 'delete'];
const syncs = ['sync', 'latestSyncToken', 'liveSync'];

/** What a configuration lets the connector call: in each account that it works in, and in the one that its organisation is managed from. */
export interface EnabledActions {
  readonly work: ReadonlySet<string>;
  readonly organisation: ReadonlySet<string>;
}

/** The names that the options of a policy choose from. */
export const policyChoices = {
  objectClasses: Object.keys(table).filter((name) => name !== '*'),
  operations: ['create', 'update', 'updateDelta', 'delete', 'get', 'search', ...syncs, 'test', 'discoverConfiguration', 'testPartialConfiguration'],
  hooks: Object.keys(permissions['*']).flatMap((name) => (name.startsWith('hook ') ? [name.slice(5)] : [])),
} as const;

/**
 * The actions of the operations that a configuration and the options leave, out of the table that says what each operation calls.
 *
 * @example
 * enabledActions({ ...settings, guard: { ...guard, readOnly: true } }, {}).work.has('iam:CreateUser');  // false
 */
export function enabledActions(settings: WorkSettings, options: PolicyOptions): EnabledActions {
  const work = new Set<string>();
  const organisation = new Set<string>();
  for (const [name, operations] of Object.entries(table)) {
    const into = organisationClasses.includes(name) ? organisation : work;
    for (const [operation, actions] of Object.entries(operations)) {
      if (!isEnabled(name, operation, actions, settings, options)) continue;
      for (const action of actions) {
        if (!isCalled(name, operation, action, settings, options)) continue;
        (action.startsWith('organizations:') ? organisation : into).add(action);
      }
    }
  }
  // Asked for whenever the session lists its accounts.
  if (settings.accounts !== undefined && settings.accounts.ids === undefined) organisation.add('organizations:ListAccounts');
  return { work, organisation };
}

/** Whether an action changes something. A credential report that is made is none of anybody's business. */
export function isWrite(action: string): boolean {
  const [service = '', name = ''] = action.split(':');
  if (action === 'iam:GenerateCredentialReport' || service === 'sqs') return false;
  const known = service === 'iam' || service === 'sts' || Object.hasOwn(serviceActions, service);
  return !(known && isRead(service as AwsService, name));
}

/** Whether the configuration has such an operation at all. */
function isEnabled(name: string, operation: string, actions: readonly string[], settings: WorkSettings, options: PolicyOptions): boolean {
  const hook = operation.startsWith('hook ') ? operation.slice(5) : undefined;
  if (hook !== undefined) return (options.hooks?.includes(hook) ?? true) && !(settings.guard.readOnly && actions.some(isWrite));
  if (operation === 'test') return true;
  const asked = operation === 'updateDelta' ? ['update', 'updateDelta'] : [operation];
  if (options.operations && !asked.some((each) => options.operations?.includes(each))) return false;
  if (name !== '*' && options.objectClasses && !options.objectClasses.includes(name)) return false;
  if (writes.includes(operation)) return !settings.guard.readOnly && (name !== 'Computer' || settings.organisation.manageComputers);
  return !syncs.includes(operation) || isSynced(name, settings);
}

/** A queue of one class serves no other; the one of `__ALL__` serves a sync of all four. */
function isSynced(name: string, { sync }: WorkSettings): boolean {
  if (sync.source !== 'sqs') return sync.source === 'cloudtrail';
  return Object.hasOwn(sync.queues, '__ALL__') || Object.hasOwn(sync.queues, name);
}

/** Whether an operation calls an action under these settings. */
function isCalled(name: string, operation: string, action: string, settings: WorkSettings, options: PolicyOptions): boolean {
  const { guard, user, bulk, sync, organisation, accounts } = settings;
  const [service] = action.split(':');
  if (service === 'cloudtrail' || service === 'sqs') return service === sync.source;
  if (isForPaths(name, operation, action) && !restrictsPaths(guard.managedPath)) return false;
  switch (action) {
    case 'iam:GenerateCredentialReport':
    case 'iam:GetCredentialReport':
      return bulk.state === 'report' && isOfAttributes(name, operation, action, settings, options);
    case 'iam:ListAttachedGroupPolicies':
    case 'iam:ListGroupPolicies':
      return name !== '__ACCOUNT__' || (user.policyGroup && isOfAttributes(name, operation, action, settings, options));
    case 'ec2:DescribeRegions':
      return organisation.computerRegions === undefined;
    case 'organizations:ListAccounts':
      return !operation.startsWith('hook ') || (accounts !== undefined && accounts.ids === undefined);
  }
  return isOfAttributes(name, operation, action, settings, options);
}

/** Whether an operation calls an action only to find out whether something is below `managedPath`. */
function isForPaths(name: string, operation: string, action: string): boolean {
  const looks = ['iam:GetUser', 'iam:GetRole', ...(operation === 'hook assignEntitlement' ? ['iam:GetGroup'] : [])];
  if (!looks.includes(action)) return false;
  if (operation.startsWith('hook ')) return true;
  return operation === 'delete' ? name === '__ACCOUNT__' || name === 'Role' : name === 'Entitlement' && action === 'iam:GetUser';
}

/** Whether a path restricts anything. */
export function restrictsPaths(path: string | undefined): path is string {
  return path !== undefined && path !== '/';
}

function isOfAttributes(name: string, operation: string, action: string, settings: WorkSettings, { accountAttributes }: PolicyOptions): boolean {
  if (name !== '__ACCOUNT__' || accountAttributes === undefined || operation === 'delete') return true;
  const rights = rightsOfAttributes(settings)[writes.includes(operation) ? 'write' : 'read'];
  const attributes = Object.hasOwn(rights, action) ? rights[action] : undefined;
  return attributes === undefined || attributes.some((each) => accountAttributes.includes(each));
}
