import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Any other method is counted as one kind: whoever calls could else make up labels without end. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What the gateway counts, in Prometheus' form. */
export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'identity_connector_requests_total',
    help: 'Requests answered, by system, kind and status.',
    labelNames: ['system', 'kind', 'status'],
    registers: [this.#registry],
  });
  readonly #durations = new Histogram({
    name: 'identity_connector_request_duration_seconds',
    help: 'Time until the head of the answer was ready, by system and kind.',
    labelNames: ['system', 'kind'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [this.#registry],
  });
  readonly #active = new Gauge({ name: 'identity_connector_requests_active', help: 'Requests under way.', registers: [this.#registry] });

  readonly #likes = new Map<string, { readonly requests: Counter.Internal; readonly durations: Histogram.Internal<'system' | 'kind'> }>();

  begin(): void {
    this.#active.inc();
  }

  /** @param seconds  How long it took. */
  end(system: string, method: string, status: number, seconds: number): void {
    this.#active.dec();
    const kind = methods.has(method) ? method : 'other';
    // The labels of a request are looked up once for all of its like: prom-client would hash them each time.
    const key = `${system} ${kind} ${status}`;
    let like = this.#likes.get(key);
    if (!like) {
      like = { requests: this.#requests.labels({ system, kind, status: String(status) }), durations: this.#durations.labels({ system, kind }) };
      this.#likes.set(key, like);
    }
    like.requests.inc();
    like.durations.observe(seconds);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
