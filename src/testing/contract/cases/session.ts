import type { ObjectClass } from '../../../model/object-class.ts';
import type { AnyConnector } from '../../../spi/connector.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect, mismatch, refusal } from '../expectations.ts';
import { NotApplicable } from '../not-applicable.ts';
import type { SuiteSubject } from '../suite-subject.ts';
import { replacing } from './changed-connector.ts';
import { connectorCase } from './connector-case.ts';

/** How a connector is tested, opened and closed. */
export function* sessions(subject: SuiteSubject): Iterable<ContractCase> {
  const { connector } = subject;
  const { test, disconnect } = connector as { readonly test?: unknown; readonly disconnect?: unknown };

  yield connectorCase(
    'test/passes',
    'the configuration of the suite passes the test of the connector, twice',
    async () => {
      const facade = await subject.facade();
      await facade.test();
      await facade.test();
    },
    typeof test === 'function' ? undefined : 'the connector has no test',
  );

  yield connectorCase('schema/stable', 'the schema is the same each time, and has every declared class once', async () => {
    const facade = await subject.facade();
    const namesOf = ({ objectClasses }: { readonly objectClasses: readonly ObjectClass[] }) =>
      objectClasses.map(({ name, attributes }) => `${name} (${Object.keys(attributes)})`);
    const [first, second] = [namesOf(await facade.schema()), namesOf(await facade.schema({ refresh: true }))];
    expect(first.join() === second.join(), () => mismatch('the classes of the schema when it is asked for again', first, second));
    const names = (await facade.schema()).objectClasses.map(({ name }) => name.toLowerCase());
    expect(new Set(names).size === names.length, () => `the schema has two classes of the same name: ${names.join(', ')}`);
  });

  yield connectorCase('schema/has-classes', 'there is an object class, and operations belong to classes that are there', async () => {
    const { objectClasses } = await (await subject.facade()).schema();
    expect(objectClasses.length > 0, () => 'the connector has no object class');
    const names = ['__ALL__', ...connector.objectClasses.map(({ name }) => name)];
    const wrong = Object.keys(connector.operations as object).filter((name) => !names.includes(name));
    expect(wrong.length === 0, () => `the connector has operations for ${wrong.join(', ')}, which its objectClasses lack`);
  });

  yield connectorCase('session/close', 'closing ends in time, may be done twice, and later calls are refused', async () => {
    const facade = await subject.openAgain();
    await facade.close();
    await facade.close();
    const [first] = connector.objectClasses;
    if (typeof test === 'function') await refusal('a test of a closed connector', () => facade.test(), ['InvalidArgument']);
    await refusal('the schema of a closed connector', () => facade.schema(), ['InvalidArgument']);
    if (first && facade.supports(first.name, 'get'))
      await refusal('a get of a closed connector', () => facade.dynamic(first.name).get('x'), ['InvalidArgument']);
    if (first && facade.supports(first.name, 'search'))
      await refusal('a search of a closed connector', () => facade.dynamic(first.name).search({ limit: 1 }).toArray(), ['InvalidArgument']);
  });

  yield connectorCase('session/independent', 'closing one connection leaves another as it is', async () => {
    const [first, second] = [await subject.openAgain(), await subject.openAgain()];
    await first.close();
    if (typeof test === 'function') await second.test();
    for (const { name } of connector.objectClasses) if (second.supports(name, 'search')) await second.dynamic(name).search({ limit: 1 }).toArray();
  });

  yield connectorCase('session/ended', 'closing ends every session that connect made, once', async () => {
    const ended: unknown[] = [];
    const { sessions, facade } = await watched({ disconnect: (session: unknown) => endOf(session, ended) });
    await facade.close();
    await facade.close();
    if (ended.length === 0 && sessions.length > 0) throw new NotApplicable('the session has nothing to end');
    expect(
      sessions.every((session) => ended.filter((each) => each === session).length === 1),
      () => mismatch('how often sessions were ended', sessions.length, ended.length),
    );
  });

  const { pool } = connector as { readonly pool?: { checkAlive(session: unknown): unknown } };
  yield connectorCase(
    'session/alive',
    'a new session is alive',
    async () => {
      const { sessions } = await watched({});
      for (const session of sessions)
        expect((await pool?.checkAlive(session)) === true, () => 'checkAlive says that a session is not alive that was only just made');
    },
    pool ? undefined : 'the connector has no pool',
  );

  /** Opens the connector, uses it once, and tells which sessions it made. */
  async function watched(members: object) {
    const sessions: unknown[] = [];
    const connect = async (...args: Parameters<AnyConnector['connect']>) => {
      const session = await connector.connect(...args);
      sessions.push(session);
      return session;
    };
    const facade = await subject.openVariant((original) => replacing(original, { ...members, connect }));
    const searched = connector.objectClasses.find(({ name }) => facade.supports(name, 'search'));
    // The sessions of a pool are made when they are needed.
    if (typeof test === 'function') await facade.test();
    else if (searched) await facade.dynamic(searched.name).search({ limit: 1 }).toArray();
    return { sessions, facade };
  }

  async function endOf(session: unknown, ended: unknown[]): Promise<void> {
    if (typeof disconnect === 'function') await (disconnect as (session: unknown) => unknown).call(connector, session);
    else {
      const { [Symbol.asyncDispose]: later, [Symbol.dispose]: now } = (session ?? {}) as Partial<AsyncDisposable & Disposable>;
      if (!later && !now) return;
      await (later ? later.call(session) : now?.call(session));
    }
    ended.push(session);
  }
}
