import type { Problem } from '../../model/errors.ts';
import type { Static } from '../../model/json-schema.ts';
import { accountProblems } from './checks/account-problems.ts';
import { connectionProblems } from './checks/connection-problems.ts';
import { credentialProblems } from './checks/credential-problems.ts';
import { roleProblems } from './checks/role-problems.ts';
import { syncProblems } from './checks/sync-problems.ts';
import { userProblems } from './checks/user-problems.ts';
import type { configuration } from './configuration.ts';

type Given = Static<typeof configuration>;

/**
 * The problems that no schema can see: what one setting of `aws` demands of another. All of them at once; reads no file and calls nobody.
 *
 * @param given  The configuration once the schema has nothing against it.
 * @returns One problem per setting concerned, saying what would be right; an empty list when all is well. Never a secret.
 *
 * @example
 * checkConfiguration({ ...defaults, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
 * // [{ path: 'secretKey', message: 'is missing: accessKeyId needs its secret' }]
 */
export function checkConfiguration(given: Given): Problem[] {
  return [
    ...credentialProblems(given),
    ...roleProblems(given),
    ...accountProblems(given),
    ...connectionProblems(given),
    ...userProblems(given),
    ...syncProblems(given),
  ];
}
