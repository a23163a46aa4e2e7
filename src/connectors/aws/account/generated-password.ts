import { randomInt } from 'node:crypto';

/** What an account asks of console passwords, as far as one that is made up must satisfy it. */
export interface PasswordDemands {
  readonly minimumLength?: number | undefined;
}

/** AWS: CreateLoginProfile, Password. */
export const LONGEST_PASSWORD = 128;

/** What AWS asks where the account asks nothing. AWS: IAM user guide, default password policy. */
const SHORTEST_PASSWORD = 8;

/** Long enough that nobody guesses it, short enough that somebody types it. */
const USUAL_LENGTH = 20;

const lower = 'abcdefghijklmnopqrstuvwxyz';

/** One character of each is what any policy can ask for. Symbols are of those that AWS counts. AWS: UpdateAccountPasswordPolicy, RequireSymbols. */
const classes = [lower, lower.toUpperCase(), '0123456789', "!@#$%^&*()_+-=[]{}|'"] as const;

const alphabet = classes.join('');

/** The shortest password that the account takes. */
export function shortestPassword({ minimumLength = 0 }: PasswordDemands): number {
  return Math.max(SHORTEST_PASSWORD, minimumLength);
}

/**
 * Makes up a password that satisfies any password policy of AWS: each that does is as likely as any other.
 *
 * @param length  Characters, from `shortestPassword` to 128.
 *
 * @example
 * generatedPassword({ minimumLength: 14 });  // 20 characters, among them a letter of either case, a digit and a symbol
 */
export function generatedPassword(demands: PasswordDemands, length: number = Math.max(USUAL_LENGTH, shortestPassword(demands))): string {
  for (;;) {
    const password = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
    // Drawn again as a whole: putting in what is missing would make some passwords likelier.
    if (classes.every((characters) => [...password].some((character) => characters.includes(character)))) return password;
  }
}
