import { describe, expectTypeOf, test } from 'vitest';
import { type AnyConnector, type Call, derive, openConnector } from '../../src/index.ts';
import { wrap } from '../../src/spi/wrap.ts';
import { directory } from './directory.ts';

describe('wrap', () => {
  test('keeps the type of the connector', async () => {
    const wrapped = wrap(directory, { before: () => {} });
    expectTypeOf(wrapped).toEqualTypeOf<typeof directory>();
    expectTypeOf(wrap(wrapped, {})).toEqualTypeOf<typeof directory>();
    const facade = await openConnector(wrapped, { url: 'x' });
    expectTypeOf(facade.objectClass('__ACCOUNT__').create).toBeFunction();
    // @ts-expect-error accounts cannot be deleted
    facade.objectClass('__ACCOUNT__').delete;
    expectTypeOf(wrap(directory as AnyConnector, {})).toEqualTypeOf<AnyConnector>();
  });

  test('before answers nothing or a changed call, not a spread', () => {
    wrap(directory, {
      before({ call, operation, objectClass }) {
        expectTypeOf(call).toExtend<Call>();
        expectTypeOf(call.attributes).toBeUnknown();
        expectTypeOf(objectClass).toEqualTypeOf<string | undefined>();
        // @ts-expect-error there is no such operation
        if (operation === 'craete') return undefined;
        return derive(call, { uid: '2' });
      },
    });
    // @ts-expect-error a call is no text
    wrap(directory, { before: () => 'yes' });
  });

  test('after answers nothing or an outcome', () => {
    wrap(directory, { after: (_, outcome) => (outcome.ok ? { ok: true, value: outcome.value } : undefined) });
    // @ts-expect-error an outcome says whether it is ok
    wrap(directory, { after: () => ({ value: 1 }) });
  });

  test('takes a connector', () => {
    // @ts-expect-error a name is not enough
    wrap({ name: 'x' }, {});
  });
});
