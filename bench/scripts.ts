import { openConnector } from 'identity-connector';
import memory from 'identity-connector/memory';
import { javascript } from 'identity-connector/script';

/** What a call of a script takes, warm. Milliseconds. */
export interface ScriptCost {
  readonly calls: number;
  /** Of a script that computes something of its arguments. */
  readonly plain: number;
  /** Of one that awaits a search. */
  readonly awaiting: number;
}

/** Calls each script so often that its median says something. */
export async function scriptCost(calls: number): Promise<ScriptCost> {
  await using engine = javascript();
  await using facade = await openConnector(memory, {}, { scripts: { engine } });
  await facade.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });
  const median = async (text: string) => {
    const times: number[] = [];
    for (let call = -20; call < calls; call++) {
      const begun = performance.now();
      await facade.scriptOnConnector({ language: 'javascript', text, args: { call } });
      if (call >= 0) times.push(performance.now() - begun);
    }
    return times.sort((a, b) => a - b)[calls >> 1] ?? 0;
  };
  return {
    calls,
    plain: await median('connector.name + call'),
    awaiting: await median(`(await connector.search('__ACCOUNT__', { filter: '__NAME__ eq "ada"' })).length + call`),
  };
}
