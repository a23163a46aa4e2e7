import type { Account } from './account.ts';
import { ApiError } from './api-error.ts';
import type { Role } from './entities.ts';

/**
 * Finds a role that is to be changed.
 *
 * @throws NoSuchEntity; UnmodifiableEntity for a role that a service made for itself. AWS: service-linked roles
 */
export function changeableRole(account: Account, name: string): Role {
  const role = account.role(name);
  if (role.isServiceLinked) {
    throw unmodifiable(`Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`);
  }
  return role;
}

/** Only AWS may do it. */
export const unmodifiable = (message: string): ApiError => new ApiError('UnmodifiableEntity', 400, message);
