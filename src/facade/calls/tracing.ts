import { type Channel, channel, type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import type { Incident } from '../resilience/incident.ts';

/** What subscribers of the channel `identity-connector:operation` see of an operation. Never a value of an attribute. */
export interface OperationEvent {
  readonly connector: string;
  readonly version: string;
  readonly instanceName: string | undefined;
  readonly operation: string;
  readonly objectClass: string | undefined;
  readonly uid: string | undefined;
  /** Of a write: the names of the attributes concerned. */
  readonly attributes: readonly string[] | undefined;
  /** Of a search, at its end: how many rows were handed out. */
  rows?: number;
  /** Of a failure. */
  error?: unknown;
}

/** The part of an event that is the same for all operations of a connector. */
export type EventSource = Pick<OperationEvent, 'connector' | 'version' | 'instanceName'>;

/** What subscribers of the channel `identity-connector:resilience` see: a retry, a wait, a change of the circuit. */
export type ResilienceEvent = EventSource & Incident;

/** Publishes operations on a tracing channel of `node:diagnostics_channel`: free until somebody listens. */
export class OperationTracing {
  readonly #channel: TracingChannel<object, OperationEvent> = tracingChannel('identity-connector:operation');
  readonly #incidents: Channel = channel('identity-connector:resilience');
  readonly #source: EventSource;

  constructor(source: EventSource) {
    this.#source = source;
  }

  /** Whether anybody listens. */
  get active(): boolean {
    return this.#channel.hasSubscribers;
  }

  /** Publishes what the resilience of a connector did on `identity-connector:resilience`. */
  incident(incident: Incident): void {
    if (this.#incidents.hasSubscribers) this.#incidents.publish({ ...this.#source, ...incident } satisfies ResilienceEvent);
  }

  /** Traces a call that answers once. Not by `tracePromise`, which would put the answer, and with it attribute values, into the event. */
  call<T>(
    operation: string,
    objectClass: string | undefined,
    uid: string | undefined,
    attributes: readonly string[] | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    const event: OperationEvent = { ...this.#source, operation, objectClass, uid, attributes };
    const { start, end, asyncStart, asyncEnd, error: failed } = this.#channel;
    return start.runStores(event, () => {
      const answer = work().then(
        (value) => {
          asyncStart.publish(event);
          asyncEnd.publish(event);
          return value;
        },
        (error: unknown) => {
          event.error = error;
          failed.publish(event);
          asyncStart.publish(event);
          asyncEnd.publish(event);
          throw error;
        },
      );
      end.publish(event);
      return answer;
    });
  }

  /** Traces a stream from its first pull to its end; undefined when nobody listens. */
  stream(operation: string, objectClass: string): StreamTrace | undefined {
    if (!this.active) return undefined;
    return new StreamTrace(this.#channel, { ...this.#source, operation, objectClass, uid: undefined, attributes: undefined });
  }
}

/** The trace of one use of a stream. */
export class StreamTrace {
  readonly #channel: TracingChannel<object, OperationEvent>;
  readonly #event: OperationEvent;
  #ended = false;

  constructor(channel: TracingChannel<object, OperationEvent>, event: OperationEvent) {
    this.#channel = channel;
    this.#event = event;
    channel.start.publish(event);
    channel.end.publish(event);
  }

  /** Says that the stream is over: how many rows it gave, and the failure that ended it. */
  finish(rows: number, error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#event.rows = rows;
    if (error !== undefined) {
      this.#event.error = error;
      this.#channel.error.publish(this.#event);
    }
    this.#channel.asyncStart.publish(this.#event);
    this.#channel.asyncEnd.publish(this.#event);
  }
}
