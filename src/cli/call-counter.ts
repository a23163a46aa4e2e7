import { channel, tracingChannel } from 'node:diagnostics_channel';

/** How often what was called, while it counts: operations of the facade, and requests of connectors that tell them. */
export class CallCounter implements Disposable {
  readonly operations = new Map<string, number>();
  readonly requests = new Map<string, number>();
  readonly #tracing = tracingChannel('identity-connector:operation');
  readonly #aws = channel('identity-connector:aws-request');

  constructor() {
    this.#tracing.start.subscribe(this.#operation);
    this.#aws.subscribe(this.#request);
  }

  readonly #operation = (event: unknown) => {
    const { operation, objectClass } = event as { readonly operation: string; readonly objectClass?: string };
    count(this.operations, objectClass === undefined ? operation : `${operation} ${objectClass}`);
  };

  readonly #request = (event: unknown) => {
    const { service, action } = event as { readonly service?: string; readonly action?: string };
    count(this.requests, [service, action].filter((each) => each !== undefined).join(':') || 'request');
  };

  [Symbol.dispose](): void {
    this.#tracing.start.unsubscribe(this.#operation);
    this.#aws.unsubscribe(this.#request);
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
