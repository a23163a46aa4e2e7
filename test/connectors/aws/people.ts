import type { startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

/** The first of the days on which the people of these tests did anything. */
export const dayOne = Date.UTC(2026, 0, 1);

/** What user number `i` has; the oracle of the searches below. */
export function person(i: number) {
  return {
    name: `user-${String(i).padStart(5, '0')}`,
    path: i % 50 === 0 ? '/rare/' : i % 2 ? '/eng/' : '/ops/',
    tags: { number: String(i), team: `team-${i % 7}` },
    groups: [`group-${i % 20}`, `group-${(i + 1) % 20}`],
    passwordLastUsed: dayOne + i * 1000,
    createdAt: dayOne,
  };
}

/** Puts that many people into the account, every third with a boundary, whose ARN it answers. */
export function seed(h: Harness, count: number) {
  const { arn } = h.server.iam.addPolicy({ name: 'boundary' });
  h.server.iam.seedUsers(count, (i) => ({ ...person(i), ...(i % 3 === 0 && { permissionsBoundary: arn, policies: [arn] }) }));
  h.server.clearCalls();
  return arn;
}
