import { tracingChannel } from 'node:diagnostics_channel';

/** Collects what subscribers of the facade's tracing channel see while some work is done. */
export async function tracedEvents(work: () => Promise<unknown>): Promise<readonly unknown[]> {
  const channel = tracingChannel('identity-connector:operation');
  const events: unknown[] = [];
  const collect = (event: unknown) => {
    events.push(event);
  };
  const handlers = { start: collect, end: collect, asyncStart: collect, asyncEnd: collect, error: collect };
  channel.subscribe(handlers);
  try {
    await work();
  } finally {
    channel.unsubscribe(handlers);
  }
  return events;
}
