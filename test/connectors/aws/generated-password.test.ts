import { expect, test } from 'vitest';
import { generatedPassword, shortestPassword } from '../../../src/connectors/aws/account/generated-password.ts';

test('every password has a letter of either case, a digit and a symbol of AWS, and the length asked for', () => {
  for (let length = 8; length <= 128; length += 8) {
    const password = generatedPassword({}, length);
    expect([...password]).toHaveLength(length);
    for (const some of [/[a-z]/, /[A-Z]/, /[0-9]/, /[!@#$%^&*()_+\-=[\]{}|']/]) expect(password).toMatch(some);
    expect(password).toMatch(/^[a-zA-Z0-9!@#$%^&*()_+\-=[\]{}|']*$/);
  }
});

test('the length is 20 unless the policy asks for more, and never less than AWS takes', () => {
  expect([generatedPassword({}).length, generatedPassword({ minimumLength: 40 }).length]).toEqual([20, 40]);
  expect([shortestPassword({}), shortestPassword({ minimumLength: 6 }), shortestPassword({ minimumLength: 9 })]).toEqual([8, 8, 9]);
});

test('no character is likelier than another, in any place', () => {
  // Of 20 characters nearly every draw is kept, so each of 82 characters has its share: within six standard deviations, so one run in 10^7 fails.
  const rounds = 4000;
  const counts = new Map<string, number>();
  for (let i = 0; i < rounds; i++) for (const character of generatedPassword({}, 40)) counts.set(character, (counts.get(character) ?? 0) + 1);
  const expected = (rounds * 40) / 82;
  const tolerance = 6 * Math.sqrt(expected) + expected * 0.02;
  expect(counts.size).toBe(82);
  expect([...counts].filter(([, count]) => Math.abs(count - expected) > tolerance)).toEqual([]);
});
