import type { Problem } from '../../model/errors.ts';
import { problemsError } from '../../model/problems-error.ts';
import type { SystemDefinition } from '../systems/system-definition.ts';
import type { AuthenticationOptions } from './authentication-options.ts';
import { isPasswordHash } from './password-hash.ts';

/**
 * Refuses credentials that could never fit, or fit more than they should, and systems of one name.
 *
 * @throws ConnectorError `Configuration` naming all of it.
 */
export function checkAuthentication(options: AuthenticationOptions, systems: readonly SystemDefinition[]): void {
  const { users = [], tokens = [], jwt } = options;
  const problems: Problem[] = [];
  const role = (path: string, given: unknown) => {
    if (given !== 'read' && given !== 'full') problems.push({ path, message: 'must be read or full' });
  };
  for (const [index, user] of users.entries()) {
    const path = `authentication.users[${index}]`;
    if (typeof user.username !== 'string' || user.username === '' || user.username.includes(':'))
      problems.push({ path: `${path}.username`, message: 'must be a name without a colon' });
    if (typeof user.passwordHash !== 'string' || !isPasswordHash(user.passwordHash))
      problems.push({ path: `${path}.passwordHash`, message: 'must be a hash that hashPassword, or `identity-connector hash-password`, made' });
    role(`${path}.role`, user.role);
  }
  for (const [index, token] of tokens.entries()) {
    const path = `authentication.tokens[${index}]`;
    if (!/^[0-9a-f]{64}$/i.test(String(token.sha256)))
      problems.push({ path: `${path}.sha256`, message: 'must be the SHA-256 of the token in 64 hexadecimal digits' });
    role(`${path}.role`, token.role);
  }
  if (jwt) {
    for (const name of ['issuer', 'audience'] as const)
      if (typeof jwt[name] !== 'string' || jwt[name] === '')
        problems.push({ path: `authentication.jwt.${name}`, message: 'is missing: tokens of any other would be taken' });
    if ((jwt.jwks === undefined) === (jwt.jwksUri === undefined))
      problems.push({ path: 'authentication.jwt.jwksUri', message: 'or jwks must be given, and only one of them' });
    else if (jwt.jwksUri !== undefined && !/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(jwt.jwksUri))
      problems.push({ path: 'authentication.jwt.jwksUri', message: 'must begin with https://: who can change the keys on the way can be anybody' });
  }
  if (options.anonymous !== undefined) role('authentication.anonymous', options.anonymous);
  const names = systems.map(({ name }) => name);
  for (const name of names.filter((each, index) => names.indexOf(each) !== index))
    problems.push({ path: `systems.${name}`, message: 'is there twice' });
  for (const name of names)
    if (!/^[\w.-]+$/.test(name)) problems.push({ path: `systems.${name}`, message: 'must have letters, digits and _.- only: it stands in paths' });
  if (problems.length > 0) throw problemsError('Configuration', 'the gateway', problems);
}
