import { expect, test } from 'vitest';
import { WriteOrder } from '../../../src/connectors/aws/write/write-order.ts';
import { failureOf, startHarness } from './harness.ts';

const forever = new AbortController().signal;

/** A write that ends when it is told to, and tells that it has begun. */
function gate() {
  let open = () => {};
  let begin = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const write = async () => {
    begin();
    await opened;
  };
  return { open, begun, write };
}

test('writes to one name run in the order in which they came, also after one that failed', async () => {
  const order = new WriteOrder();
  const said: string[] = [];
  const first = gate();

  const failing = order.run(['ada'], forever, async () => {
    await first.write();
    said.push('first');
    throw new Error('refused');
  });
  const others = ['second', 'third'].map((name) => order.run(['ADA'], forever, async () => said.push(name)));
  await order.run(['eve'], forever, async () => said.push('somebody else'));
  first.open();

  await expect(failing).rejects.toThrow('refused');
  await Promise.all(others);
  expect(said).toEqual(['somebody else', 'first', 'second', 'third']);
});

test('a rename holds both names', async () => {
  const order = new WriteOrder();
  const said: string[] = [];
  const rename = gate();

  const renaming = order.run(['ada', 'ada.l'], forever, rename.write).then(() => said.push('rename'));
  const others = ['ada', 'ada.l'].map((name) => order.run([name], forever, async () => said.push(name)));
  const back = order.run(['ada.l', 'ada'], forever, async () => said.push('back'));
  await rename.begun;
  expect(said).toEqual([]);
  rename.open();

  await Promise.all([renaming, ...others, back]);
  expect(said).toEqual(['rename', 'ada', 'ada.l', 'back']);
});

test('who gives up while waiting is not run, and those behind wait for those before', async () => {
  const order = new WriteOrder();
  const said: string[] = [];
  const first = gate();
  const giving = new AbortController();

  const running = order.run(['ada'], forever, first.write).then(() => said.push('first'));
  const impatient = order.run(['ada'], giving.signal, async () => said.push('never'));
  const patient = order.run(['ada'], forever, async () => said.push('patient'));
  giving.abort(new Error('gave up'));
  await expect(impatient).rejects.toThrow('gave up');
  expect(said).toEqual([]);
  first.open();

  await Promise.all([running, patient]);
  expect(said).toEqual(['first', 'patient']);
});

test('a password set beside a disable leaves the user as the later of the two wants it', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', password: 'x', accessKeys: ['Active'] });

  const reset = h.accounts.update('ada', { replace: { __PASSWORD__: 'Correct-Horse-9' } });
  const disable = h.accounts.update('ada', { replace: { __ENABLE__: false } });
  await Promise.all([reset, disable]);

  expect(h.actions().filter((action) => /LoginProfile/.test(action))).toEqual(['UpdateLoginProfile', 'DeleteLoginProfile']);
  expect(h.server.iam.passwordOf('ada')).toBeUndefined();
});

test('two creates of one name make one user, and the second is told', async () => {
  await using h = await startHarness();

  const [first, second] = await Promise.allSettled([
    h.accounts.create({ __NAME__: 'ada', Path: '/one/' }),
    h.accounts.create({ __NAME__: 'Ada', Path: '/two/' }),
  ]);

  expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected']);
  expect(await failureOf(Promise.reject((second as PromiseRejectedResult).reason))).toMatchObject({ code: 'AlreadyExists' });
});
