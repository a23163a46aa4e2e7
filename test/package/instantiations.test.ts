import { expect, test } from 'vitest';
import { instantiations } from '../../bench/instantiations.ts';
import { root } from './packed-package.ts';

test('ten object classes of 60 attributes with seven operations each check in fewer than 200,000 instantiations', () => {
  const count = instantiations(root, 10, 60);

  console.info(`10 object classes, 60 attributes, 7 operations: ${count} instantiations`);
  expect(count).toBeGreaterThan(10_000);
  expect(count).toBeLessThan(200_000);
}, 120_000);
