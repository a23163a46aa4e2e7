import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { ApiError, noSuchEntity } from './api-error.ts';
import type { LoginProfile } from './entities.ts';
import { flag, integer } from './parameters.ts';

const UPPERCASE = /[A-Z]/;
const LOWERCASE = /[a-z]/;
const NUMBER = /[0-9]/;
const SYMBOL = /[!@#$%^&*()_+\-=[\]{}|']/;
const MOST_REMEMBERED = 24;

const violation = (message: string): ApiError => new ApiError('PasswordPolicyViolation', 400, message);

/**
 * Refuses a password that the account's policy, or AWS's default one, does not allow.
 *
 * The default asks for 8 characters of three kinds. AWS: IAM, default password policy.
 *
 * @throws PasswordPolicyViolation
 */
export function checkPassword(account: Account, password: string, profile?: LoginProfile): void {
  const policy = account.passwordPolicy;
  if (!policy) {
    if (password.length < 8) throw violation('Password should have a minimum length of 8');
    const kinds = [UPPERCASE, LOWERCASE, NUMBER, SYMBOL].filter((kind) => kind.test(password)).length;
    if (kinds < 3) {
      throw violation('Password should have at least three of: uppercase letters, lowercase letters, numbers, symbols');
    }
    return;
  }
  if (password.length < policy.minimumLength) {
    throw violation(`Password should have a minimum length of ${policy.minimumLength}`);
  }
  if (policy.requireUppercase && !UPPERCASE.test(password)) throw violation('Password should have at least one uppercase letter');
  if (policy.requireLowercase && !LOWERCASE.test(password)) throw violation('Password should have at least one lowercase letter');
  if (policy.requireNumbers && !NUMBER.test(password)) throw violation('Password should have at least one number');
  if (policy.requireSymbols && !SYMBOL.test(password)) throw violation('Password should have at least one symbol');
  const used = profile ? [profile.password, ...profile.previous].slice(0, policy.reusePrevention) : [];
  if (used.includes(password)) throw violation('Password does not conform to the account password policy: it was used before');
}

/** Replaces a password and remembers the old one. */
export function changePassword(profile: LoginProfile, password: string, now: number): void {
  profile.previous = [profile.password, ...profile.previous].slice(0, MOST_REMEMBERED);
  profile.password = password;
  profile.changedAt = now;
}

const missing = (account: Account): ApiError => noSuchEntity(`The Password Policy with domain name ${account.id} cannot be found.`);

/** The account's password policy. */
export const passwordPolicyActions: ActionTable = {
  GetAccountPasswordPolicy: action({}, (_input, { account }) => {
    const policy = account.passwordPolicy;
    if (!policy) throw missing(account);
    return {
      PasswordPolicy: {
        MinimumPasswordLength: policy.minimumLength,
        RequireSymbols: policy.requireSymbols,
        RequireNumbers: policy.requireNumbers,
        RequireUppercaseCharacters: policy.requireUppercase,
        RequireLowercaseCharacters: policy.requireLowercase,
        AllowUsersToChangePassword: policy.allowChange,
        ExpirePasswords: policy.maxAgeDays > 0,
        MaxPasswordAge: policy.maxAgeDays > 0 ? policy.maxAgeDays : undefined,
        PasswordReusePrevention: policy.reusePrevention > 0 ? policy.reusePrevention : undefined,
        HardExpiry: policy.hardExpiry,
      },
    };
  }),

  // No partial update: what the request leaves out goes back to its default.
  UpdateAccountPasswordPolicy: action(
    {
      MinimumPasswordLength: integer(6, 128),
      RequireSymbols: flag(),
      RequireNumbers: flag(),
      RequireUppercaseCharacters: flag(),
      RequireLowercaseCharacters: flag(),
      AllowUsersToChangePassword: flag(),
      MaxPasswordAge: integer(1, 1095),
      PasswordReusePrevention: integer(1, 24),
      HardExpiry: flag(),
    },
    (input, { account }) => {
      account.passwordPolicy = {
        minimumLength: input.MinimumPasswordLength ?? 6,
        requireSymbols: input.RequireSymbols ?? false,
        requireNumbers: input.RequireNumbers ?? false,
        requireUppercase: input.RequireUppercaseCharacters ?? false,
        requireLowercase: input.RequireLowercaseCharacters ?? false,
        allowChange: input.AllowUsersToChangePassword ?? false,
        maxAgeDays: input.MaxPasswordAge ?? 0,
        reusePrevention: input.PasswordReusePrevention ?? 0,
        hardExpiry: input.HardExpiry,
      };
      return undefined;
    },
  ),

  DeleteAccountPasswordPolicy: action({}, (_input, { account }) => {
    if (!account.passwordPolicy) throw missing(account);
    account.passwordPolicy = undefined;
    return undefined;
  }),
};
