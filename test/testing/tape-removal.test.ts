import { expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { openConnector } from '../../src/index.ts';
import { createTape, record, replay } from '../../src/testing/index.ts';

test('taking a value away is not the call that set it, although the value is not on the tape', async () => {
  const tape = createTape({ redact: (name, value) => (name === 'mail' ? 'x' : value) });
  const real = (await openConnector(record(memory, tape), {})).objectClass('__ACCOUNT__');
  const { uid } = await real.create({ __NAME__: 'ada' });
  await real.update(uid, { replace: { __PASSWORD__: 'hunter22', mail: 'a@x' } });
  const played = (await openConnector(replay(memory, tape), {})).objectClass('__ACCOUNT__');

  await expect(played.update(uid, { replace: { __PASSWORD__: null, mail: 'a@x' } })).rejects.toThrow('__PASSWORD__');
  await expect(played.update(uid, { replace: { __PASSWORD__: 'hunter22', mail: null } })).rejects.toThrow('mail');
  await expect(played.update(uid, { replace: { __PASSWORD__: 'another1', mail: 'b@x' } })).resolves.toBeDefined();
});
