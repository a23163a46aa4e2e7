import { isDeepStrictEqual } from 'node:util';
import type { ContractCase } from '../contract-case.ts';
import { expect, mismatch, refusal } from '../expectations.ts';
import type { SuiteSubject } from '../suite-subject.ts';
import { connectorCase } from './connector-case.ts';

/** Scripts in the connector and on the system: those given answer what they should, and a language that nobody speaks is refused. A script without text the facade refuses. */
export function* scripts(subject: SuiteSubject): Iterable<ContractCase> {
  const operations = { connector: 'scriptOnConnector', resource: 'scriptOnResource' } as const;
  for (const [on, operation] of Object.entries(operations) as ['connector' | 'resource', (typeof operations)['connector' | 'resource']][]) {
    const lacks =
      typeof (subject.connector as unknown as Readonly<Record<string, unknown>>)[operation] === 'function'
        ? undefined
        : `the connector does not implement ${operation}`;
    const given = subject.scripts.filter((script) => script.on === on);

    yield connectorCase(
      `${operation}/result`,
      'a script answers what the suite says',
      async () => {
        const facade = await subject.facade();
        for (const { language, text, args = {}, result } of given) {
          const answer = await facade[operation]({ language, text, args });
          expect(isDeepStrictEqual(answer, result), () => mismatch(`the result of ${JSON.stringify(text)}`, result, answer));
        }
      },
      lacks ?? (given.length === 0 ? `no scripts on the ${on} were given (option scripts)` : undefined),
    );

    yield connectorCase(
      `${operation}/unknown-language`,
      'a language that nobody speaks is refused',
      async () => {
        const facade = await subject.facade();
        await refusal('a script in a language that nobody speaks', () => facade[operation]({ language: 'contract-no-such-language', text: '1' }));
      },
      lacks,
    );
  }
}
