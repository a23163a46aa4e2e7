import { messageProblems } from '../../../spi/messages.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect } from '../expectations.ts';
import type { SuiteSubject } from '../suite-subject.ts';
import { connectorCase } from './connector-case.ts';

type Catalogues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a connector says of itself, and the catalogues of its texts. */
export function* messages(subject: SuiteSubject): Iterable<ContractCase> {
  const { connector } = subject;
  const { messages: catalogues = {} } = connector as { readonly messages?: Catalogues };
  const none = Object.keys(catalogues).length === 0 ? 'the connector has no catalogues of messages' : undefined;

  yield connectorCase('connector/identity', 'it has a name and a version', async () => {
    expect(/^\S+$/.test(connector.name), () => `the name ${JSON.stringify(connector.name)} is not one word`);
    expect(/^\d+\.\d+\.\d+/.test(connector.version), () => `the version ${JSON.stringify(connector.version)} is not like 1.2.3`);
  });

  yield connectorCase(
    'messages/keys',
    'every catalogue is of a language, and every message about something that is there',
    async () => {
      const problems = messageProblems(connector);
      expect(problems.length === 0, () => problems.map(({ path, message }) => `${path} ${message}`).join('; '));
    },
    none,
  );

  yield connectorCase(
    'messages/texts',
    'no message is empty',
    async () => {
      for (const [locale, catalogue] of Object.entries(catalogues)) {
        const wrong = Object.entries(catalogue).filter(([, text]) => typeof text !== 'string' || text.trim() === '');
        expect(wrong.length === 0, () => `messages of ${locale} without a text: ${wrong.map(([key]) => key).join(', ')}`);
      }
    },
    none,
  );

  // A catalogue of a dialect holds what differs, and the one of the last resort what no other has.
  const languages = Object.entries(catalogues).filter(([locale]) => /^[a-z]+$/i.test(locale));
  yield connectorCase(
    'messages/complete',
    'every language has the messages of the others',
    async () => {
      const all = new Set(languages.flatMap(([, catalogue]) => Object.keys(catalogue)));
      for (const [locale, catalogue] of languages) {
        const missing = [...all].filter((key) => !Object.hasOwn(catalogue, key));
        expect(missing.length === 0, () => `${JSON.stringify(locale)} lacks ${missing.join(', ')}`);
      }
    },
    none ?? (languages.length < 2 ? 'there are no two languages' : undefined),
  );
}
