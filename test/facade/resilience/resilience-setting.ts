import { vi } from 'vitest';
import { Budget } from '../../../src/facade/calls/budget.ts';
import type { CallOptions } from '../../../src/facade/calls/call-options.ts';
import type { ConnectorRequest } from '../../../src/facade/resilience/connector-request.ts';
import type { Incident } from '../../../src/facade/resilience/incident.ts';
import { Resilience } from '../../../src/facade/resilience/resilience.ts';
import type { ResilienceOptions } from '../../../src/facade/resilience/resilience-options.ts';

/** A resilience, and what it reported. */
export function resilient(options: ResilienceOptions, random: () => number = () => 0) {
  const incidents: Incident[] = [];
  const resilience = Resilience.of(options, (incident) => incidents.push(incident), random);
  if (!resilience) throw new Error('nothing was asked for');
  return { resilience, incidents };
}

export const reading: ConnectorRequest = { operation: 'get', objectClass: 'person', uid: '1', write: false };
export const creating: ConnectorRequest = { operation: 'create', objectClass: 'person', uid: undefined, write: true };
export const updating = (uid: string): ConnectorRequest => ({ operation: 'update', objectClass: 'person', uid, write: true });

export function budgetOf(options: CallOptions = {}, per: 'call' | 'page' = 'call'): Budget {
  return new Budget('the call', options, undefined, per);
}

/** Makes a call as the facade does: each attempt within the budget. */
export function callWith<T>(
  resilience: Resilience,
  request: ConnectorRequest,
  work: () => T | PromiseLike<T>,
  options: CallOptions = {},
): Promise<T> {
  const budget = budgetOf(options);
  return resilience.call(request, budget, () => budget.run(work, request.write)).finally(() => budget.dispose());
}

/** What becomes of something, without an unhandled rejection. */
export function settled<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  return Promise.allSettled([promise]).then(([result]) => result as PromiseSettledResult<T>);
}

/** Lets the fake clock run until something is over. */
export async function clockUntil<T>(promise: Promise<T>): Promise<T> {
  let over = false;
  const ended = promise.finally(() => {
    over = true;
  });
  ended.catch(() => {});
  for (let turns = 0; !over; turns++) {
    if (turns > 100_000) throw new Error('it does not end');
    if (vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
    else await vi.advanceTimersByTimeAsync(0);
  }
  return ended;
}

export const later = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
