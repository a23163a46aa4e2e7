import type { Account } from './account.ts';
import { type ActionTable, action, type Call } from './action.ts';
import { ApiError, noSuchEntity, quotaExceeded } from './api-error.ts';
import type { ServiceCredential, Status, User } from './entities.ts';
import { page, sortedBy } from './paging.ts';
import { flag, integer, newUserName, pageFields, required, text } from './parameters.ts';
import { newStatus, settable } from './status.ts';
import { namedOrCaller } from './users.ts';
import type { XmlObject } from './xml.ts';

const credentialId = text({ min: 20, max: 128, pattern: /[\w]+/ });
const MOST_PER_SERVICE = 2;
const DAY = 86_400_000;

/** Services that take such credentials; `true` for those with long-term API keys. */
const SERVICES: ReadonlyMap<string, boolean> = new Map([
  ['codecommit.amazonaws.com', false],
  ['cassandra.amazonaws.com', false],
  ['bedrock.amazonaws.com', true],
  ['logs.amazonaws.com', true],
]);

const byId = (credential: ServiceCredential): string => credential.id;

function credentialOf(user: User, id: string): ServiceCredential {
  const credential = user.serviceCredentials.find((one) => one.id === id);
  if (!credential) throw noSuchEntity(`The Service Specific Credential with id ${id} cannot be found.`);
  return credential;
}

function isApiKeyService(serviceName: string): boolean {
  const isApiKey = SERVICES.get(serviceName);
  if (isApiKey === undefined)
    throw new ApiError('NotSupportedService', 404, `No such service ${serviceName} is supported for Service Specific Credentials`);
  return isApiKey;
}

function metadata(user: User, credential: ServiceCredential): XmlObject {
  return {
    UserName: user.name,
    Status: credential.status,
    [credential.isApiKey ? 'ServiceCredentialAlias' : 'ServiceUserName']: credential.serviceUserName,
    CreateDate: new Date(credential.createdAt),
    ExpirationDate: credential.expiresAt === undefined ? undefined : new Date(credential.expiresAt),
    ServiceSpecificCredentialId: credential.id,
    ServiceName: credential.serviceName,
  };
}

/** The name AWS makes: `bjensen-at-123456789012`, and `bjensen+1-at-123456789012` while that one is taken. */
function freeName(user: User, accountId: string, serviceName: string): string {
  const taken = new Set(user.serviceCredentials.filter((one) => one.serviceName === serviceName).map((one) => one.serviceUserName));
  const first = `${user.name}-at-${accountId}`;
  return taken.has(first) ? `${user.name}+1-at-${accountId}` : first;
}

/** Gives a user a credential for a service. */
export function addServiceCredential(
  account: Account,
  user: User,
  serviceName: string,
  status: Status = 'Active',
  expiresAt?: number,
): ServiceCredential {
  const isApiKey = isApiKeyService(serviceName);
  const credential: ServiceCredential = {
    id: account.ids.id('ACCA'),
    serviceName,
    serviceUserName: freeName(user, account.id, serviceName),
    createdAt: account.clock.now(),
    expiresAt: isApiKey ? expiresAt : undefined,
    isApiKey,
    status,
  };
  user.serviceCredentials.push(credential);
  return credential;
}

function create(call: Call, user: User, serviceName: string, ageDays: number | undefined): ServiceCredential {
  const { account, now } = call;
  isApiKeyService(serviceName);
  if (user.serviceCredentials.filter((one) => one.serviceName === serviceName).length >= MOST_PER_SERVICE) {
    throw quotaExceeded('ServiceSpecificCredentialsPerUser', MOST_PER_SERVICE);
  }
  return addServiceCredential(account, user, serviceName, 'Active', ageDays === undefined ? undefined : now + ageDays * DAY);
}

/** Credentials for single services, such as Git credentials. */
export const serviceCredentialActions: ActionTable = {
  CreateServiceSpecificCredential: action(
    { UserName: required(newUserName), ServiceName: required(text()), CredentialAgeDays: integer(1, 36_600) },
    (input, call) => {
      const user = call.account.user(input.UserName);
      const credential = create(call, user, input.ServiceName, input.CredentialAgeDays);
      const secret = { [credential.isApiKey ? 'ServiceCredentialSecret' : 'ServicePassword']: call.account.ids.secret() };
      return { ServiceSpecificCredential: { ...metadata(user, credential), ...secret } };
    },
  ),

  ListServiceSpecificCredentials: action({ UserName: newUserName, ServiceName: text(), AllUsers: flag(), ...pageFields }, (input, call) => {
    const { ServiceName: service } = input;
    if (service !== undefined) isApiKeyService(service);
    const users = input.AllUsers === true ? call.account.users.sorted() : [namedOrCaller(call, input.UserName)];
    const owners = new Map(users.flatMap((user) => user.serviceCredentials.map((one) => [one, user] as const)));
    const credentials = [...owners.keys()].filter((one) => service === undefined || one.serviceName === service);
    const { items, end } = page(call, input, sortedBy(credentials, byId), byId);
    const answers = items.flatMap((one) => {
      const user = owners.get(one);
      return user ? [metadata(user, one)] : [];
    });
    return { ServiceSpecificCredentials: answers, ...end };
  }),

  UpdateServiceSpecificCredential: action(
    { UserName: newUserName, ServiceSpecificCredentialId: required(credentialId), Status: newStatus },
    (input, call) => {
      credentialOf(namedOrCaller(call, input.UserName), input.ServiceSpecificCredentialId).status = settable(input.Status);
      return undefined;
    },
  ),

  ResetServiceSpecificCredential: action({ UserName: newUserName, ServiceSpecificCredentialId: required(credentialId) }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    const credential = credentialOf(user, input.ServiceSpecificCredentialId);
    const secret = { [credential.isApiKey ? 'ServiceCredentialSecret' : 'ServicePassword']: call.account.ids.secret() };
    return { ServiceSpecificCredential: { ...metadata(user, credential), ...secret } };
  }),

  DeleteServiceSpecificCredential: action({ UserName: newUserName, ServiceSpecificCredentialId: required(credentialId) }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    const credential = credentialOf(user, input.ServiceSpecificCredentialId);
    user.serviceCredentials.splice(user.serviceCredentials.indexOf(credential), 1);
    return undefined;
  }),
};
