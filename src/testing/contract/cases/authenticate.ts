import type { ContractCase } from '../contract-case.ts';
import type { Made, SampleAttributes } from '../contract-subject.ts';
import { expect, fail, mismatch, present, refusal } from '../expectations.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { updateObject } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

const minute = 60_000;

/** Who logs in, and who does not. */
export function* authenticating(subject: SuiteClassSubject): Iterable<ContractCase> {
  const { attributes } = subject.objectClass;
  const make = casesOf(subject, 'authenticate', 'authenticate', 'create');
  const change = casesOf(subject, 'authenticate', 'authenticate', 'create', 'update');
  const lacks = (...names: readonly string[]) => {
    const missing = names.filter((name) => !subject.updateable.includes(name));
    return missing.length > 0 ? `${missing.join(' and ')} cannot be changed` : undefined;
  };
  const noPassword = subject.creatable.includes('__PASSWORD__') ? undefined : '__PASSWORD__ cannot be set';
  const refusedLogin = ['InvalidCredential', 'InvalidPassword'] as const;

  /** What lets an object log in, as far as its class has that. */
  function usable(): SampleAttributes {
    const soon = BigInt(Date.now() + 1000 * minute);
    const states = {
      __ENABLE__: true,
      __LOCK_OUT__: false,
      __PASSWORD_EXPIRED__: false,
      __FORCE_PASSWORD_CHANGE__: false,
      __ENABLE_DATE__: BigInt(Date.now() - minute),
      __DISABLE_DATE__: soon,
      __PASSWORD_EXPIRATION_DATE__: soon,
    };
    return Object.fromEntries(Object.entries(states).filter(([name]) => subject.creatable.includes(name)));
  }

  /** An object that may log in, and with what. */
  async function user(): Promise<Made & { readonly name: string; readonly password: string }> {
    const password = subject.suite.secretOf('__PASSWORD__', subject.attribute('__PASSWORD__'));
    const made = await subject.make({ ...usable(), __PASSWORD__: password });
    return { ...made, name: made.attributes.__NAME__ as string, password };
  }

  const login = async (name: string, password: string) => (await subject.operations()).authenticate(name, password);

  yield make(
    'authenticate/right-password',
    'name and password answer the uid',
    async () => {
      const { uid, name, password } = await user();
      const answer = await login(name, password);
      expect(answer === uid, () => mismatch('the uid that authenticate answers', uid, answer));
    },
    noPassword,
  );

  yield make(
    'authenticate/wrong-password',
    'another password is refused, and so are one that is longer, shorter or empty',
    async () => {
      const { name, password } = await user();
      for (const wrong of [`${password}x`, password.slice(0, -1), password.toUpperCase(), '']) {
        await refusal('authenticate with a wrong password', () => login(name, wrong), [
          ...refusedLogin,
          ...(wrong === '' ? (['InvalidArgument'] as const) : []),
        ]);
      }
    },
    noPassword,
  );

  yield make(
    'authenticate/password-of-another',
    'the password of another object is refused',
    async () => {
      const [first, second] = [await user(), await user()];
      if (first.password !== second.password)
        await refusal('authenticate with the password of another', () => login(first.name, second.password), refusedLogin);
      const answer = await login(second.name, second.password);
      expect(answer === second.uid, () => mismatch('the uid that authenticate answers', second.uid, answer));
    },
    noPassword,
  );

  yield make(
    'authenticate/unknown-name',
    'a name that nobody has is refused',
    async () => {
      const { password } = await user();
      await refusal('authenticate with a name that nobody has', () => login(subject.freshName(), password), [...refusedLogin, 'UnknownUid']);
    },
    noPassword,
  );

  yield make(
    'authenticate/no-password',
    'who has no password does not log in',
    async () => {
      if (attributes.__PASSWORD__?.required) return;
      const name = subject.freshName();
      const created = await (await subject.operations()).create({ ...withoutPassword(subject.sample()), ...usable(), __NAME__: name });
      subject.deleteAfter(created.uid);
      for (const password of ['', 'x', name])
        await refusal('authenticate without having a password', () => login(name, password), [...refusedLogin, 'InvalidArgument']);
    },
    noPassword,
  );

  yield change(
    'authenticate/new-password',
    'after a change the new password works and the old one does not',
    async () => {
      const { uid, name, password } = await user();
      const next = subject.suite.secretOf('__PASSWORD__', subject.attribute('__PASSWORD__'), password);
      const written = await updateObject(subject, uid, { replace: { __PASSWORD__: next } });
      const answer = await login(name, next);
      expect(answer === written.uid, () => mismatch('the uid that authenticate answers with the new password', written.uid, answer));
      await refusal('authenticate with the old password', () => login(name, password), refusedLogin);
    },
    noPassword ?? lacks('__PASSWORD__'),
  );

  const states: readonly {
    readonly kind: string;
    readonly promise: string;
    readonly set: () => SampleAttributes;
    readonly unset: () => SampleAttributes;
    readonly expired?: true;
  }[] = [
    {
      kind: 'disabled',
      promise: 'who is disabled does not log in, and does again when enabled',
      set: () => ({ __ENABLE__: false }),
      unset: () => ({ __ENABLE__: true }),
    },
    { kind: 'locked-out', promise: 'who is locked out does not log in', set: () => ({ __LOCK_OUT__: true }), unset: () => ({ __LOCK_OUT__: false }) },
    {
      kind: 'not-yet-enabled',
      promise: 'who is enabled only later does not log in yet',
      set: () => ({ __ENABLE_DATE__: BigInt(Date.now() + 100 * minute) }),
      unset: () => ({ __ENABLE_DATE__: BigInt(Date.now() - minute) }),
    },
    {
      kind: 'disabled-since',
      promise: 'who was disabled by date does not log in',
      set: () => ({ __DISABLE_DATE__: BigInt(Date.now() - minute) }),
      unset: () => ({ __DISABLE_DATE__: BigInt(Date.now() + 100 * minute) }),
    },
    {
      kind: 'expired',
      promise: 'an expired password is told as such, with the uid',
      set: () => ({ __PASSWORD_EXPIRED__: true }),
      unset: () => ({ __PASSWORD_EXPIRED__: false }),
      expired: true,
    },
    {
      kind: 'expired-since',
      promise: 'a password that expired by date is told as such, with the uid',
      set: () => ({ __PASSWORD_EXPIRATION_DATE__: BigInt(Date.now() - minute) }),
      unset: () => ({ __PASSWORD_EXPIRATION_DATE__: BigInt(Date.now() + 100 * minute) }),
      expired: true,
    },
  ];
  for (const { kind, promise, set, unset, expired } of states) {
    const [name = ''] = Object.keys(set());
    yield change(
      `authenticate/${kind}`,
      promise,
      async () => {
        const made = await user();
        const { uid } = await updateObject(subject, made.uid, { replace: set() });
        const error = await refusal(
          `authenticate with ${name} set so`,
          () => login(made.name, made.password),
          expired ? ['PasswordExpired'] : refusedLogin,
        );
        if (expired) expect(error.uid === uid, () => mismatch('the uid that PasswordExpired carries', uid, error.uid));
        await refusal(`authenticate with ${name} set so and a wrong password`, () => login(made.name, `${made.password}x`), refusedLogin);
        const back = await updateObject(subject, uid, { replace: unset() });
        const answer = await login(made.name, made.password);
        expect(answer === back.uid, () => mismatch(`the uid that authenticate answers when ${name} is set back`, back.uid, answer));
      },
      noPassword ?? lacks(name),
    );
  }

  yield change(
    'authenticate/expired-with-change',
    'a password that is changed and expired in one update is the new one, and expired',
    async () => {
      const { uid, name, password } = await user();
      const next = subject.suite.secretOf('__PASSWORD__', subject.attribute('__PASSWORD__'), password);
      await updateObject(subject, uid, { replace: { __PASSWORD__: next, __PASSWORD_EXPIRED__: true } });
      await refusal('authenticate with a password that was changed and expired at once', () => login(name, next), ['PasswordExpired']);
    },
    noPassword ?? lacks('__PASSWORD__', '__PASSWORD_EXPIRED__'),
  );

  yield change(
    'authenticate/current-password',
    'a change with a wrong current password is refused, and one with the right one is done',
    async () => {
      const { uid, name, password } = await user();
      const next = subject.suite.secretOf('__PASSWORD__', subject.attribute('__PASSWORD__'), password);
      const wrong = () => updateObject(subject, uid, { replace: { __PASSWORD__: next, __CURRENT_PASSWORD__: `${password}x` } });
      await refusal('a change of password with a wrong current one', wrong, ['InvalidPassword', 'InvalidCredential']);
      await login(name, password);
      await updateObject(subject, uid, { replace: { __PASSWORD__: next, __CURRENT_PASSWORD__: password } });
      await login(name, next);
    },
    noPassword ??
      lacks('__PASSWORD__') ??
      (attributes.__CURRENT_PASSWORD__ && attributes.__CURRENT_PASSWORD__.updateable !== false ? undefined : 'the class has no __CURRENT_PASSWORD__'),
  );

  for (const [name, when] of [
    ['__LAST_LOGIN_DATE__', 'a login'],
    ['__LAST_PASSWORD_CHANGE_DATE__', 'a password was set'],
  ] as const) {
    yield make(
      'authenticate/dates',
      `${name} is there after ${when}`,
      async () => {
        const made = await user();
        await login(made.name, made.password);
        const row = await present(subject, made.uid);
        if (typeof row.attributes[name] !== 'bigint') fail(mismatch(name, 'a moment', row.attributes[name]));
      },
      noPassword ?? (subject.readable.includes(name) ? undefined : `the class has no ${name}`),
    );
  }
}

function withoutPassword({ __PASSWORD__: _, ...rest }: SampleAttributes): SampleAttributes {
  return rest;
}
