import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A proxy that did not let a request through. Node's form: `code` is `EPROXY`; `status` is the proxy's, when it gave one. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'EPROXY';
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** What a tunnel needs. */
export interface TunnelOptions {
  /** Where the proxy listens. */
  readonly proxy: { readonly host: string; readonly port: number };
  /** `host:port` to be connected to. */
  readonly target: string;
  /** Value of the `Proxy-Authorization` header. */
  readonly authorization: string | undefined;
  /** How long it may take until the proxy has answered, in milliseconds. */
  readonly timeout: number;
}

/** No proxy says as much before the tunnel stands; past it something else is talking. */
const longestHead = 65_536;

/**
 * A connection through an HTTP proxy's CONNECT, usable at once: what is written waits until the tunnel stands.
 *
 * Fails with a `ProxyError`, or as the connection to the proxy does. It keeps the time itself: a TLS socket over anything but a socket says
 * that it is connected at once, so whoever watches that one's `connecting` sees nothing. RFC 9110, 9.3.6.
 *
 * @example
 * tls.connect({ socket: new ProxyTunnel({ proxy, target: 'example.org:443', authorization: undefined, timeout: 10_000 }), servername: 'example.org' });
 */
export class ProxyTunnel extends Duplex {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  #standing = false;
  #head = Buffer.alloc(0);

  constructor({ proxy, target, authorization, timeout }: TunnelOptions) {
    super();
    this.#timer = setTimeout(() => this.destroy(new ProxyError(`the proxy did not answer CONNECT within ${timeout} ms`)), timeout);
    this.#socket = connect(proxy);
    this.#socket.setNoDelay(true);
    const credentials = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
    this.#socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${credentials}\r\n`);
    this.#socket.on('data', (chunk: Buffer) => (this.#standing ? this.#pass(chunk) : this.#readHead(chunk)));
    this.#socket.on('error', (error) => this.destroy(error));
    this.#socket.on('end', () =>
      this.#standing ? this.push(null) : this.destroy(new ProxyError('the proxy closed the connection before it answered CONNECT')),
    );
    this.#socket.on('close', () => this.destroy());
  }

  /** Lets the process end although the tunnel is open. */
  unref(): void {
    this.#socket.unref();
  }

  ref(): void {
    this.#socket.ref();
  }

  #readHead(chunk: Buffer): void {
    this.#head = Buffer.concat([this.#head, chunk]);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#head.length > longestHead) this.destroy(new ProxyError('the proxy’s answer to CONNECT has no end'));
      return;
    }
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(this.#head.toString('latin1', 0, end))?.[1];
    if (status === undefined) {
      this.destroy(new ProxyError('what answers at the proxy’s address is no HTTP proxy'));
    } else if (!status.startsWith('2')) {
      this.destroy(new ProxyError(`the proxy answered ${status} to CONNECT`, Number(status)));
    } else {
      const rest = this.#head.subarray(end + 4);
      this.#head = Buffer.alloc(0);
      this.#standing = true;
      clearTimeout(this.#timer);
      this.emit('connect');
      if (rest.length > 0) this.#pass(rest);
    }
  }

  #pass(chunk: Buffer): void {
    if (!this.push(chunk)) this.#socket.pause();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (this.#standing) this.#socket.write(chunk, encoding, callback);
    else this.once('connect', () => this.#socket.write(chunk, encoding, callback));
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#socket.end(() => callback());
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#socket.destroy();
    callback(error);
  }
}
