import { vi } from 'vitest';
import type { SessionLease } from '../../../src/facade/pool/session-lease.ts';
import { SessionPool } from '../../../src/facade/pool/session-pool.ts';
import type { PoolOptions } from '../../../src/index.ts';

export interface FakeSession {
  readonly number: number;
}

/** A system that counts its sessions; what it answers can be replaced, call by call, with vitest's means. */
export class FakeSystem {
  readonly ended: number[] = [];
  readonly open = new Set<FakeSession>();
  made = 0;
  most = 0;
  readonly connect = vi.fn(async (_signal: AbortSignal): Promise<unknown> => this.session());
  readonly end = vi.fn(async (session: unknown): Promise<void> => this.gone(session));
  readonly checkAlive = vi.fn((_session: unknown): boolean | Promise<boolean> => true);
  readonly log = vi.fn();

  session(): FakeSession {
    const session = { number: ++this.made };
    this.open.add(session);
    this.most = Math.max(this.most, this.open.size);
    return session;
  }

  gone(session: unknown): void {
    this.open.delete(session as FakeSession);
    this.ended.push((session as FakeSession).number);
  }

  pool(options: PoolOptions = {}): SessionPool {
    return new SessionPool(this, options, 'ldap', this.log);
  }
}

/** Leases with a signal that nobody aborts. */
export function lease(pool: SessionPool, controller = new AbortController()): Promise<SessionLease> {
  return pool.lease(() => controller.signal);
}

export function numberOf(held: SessionLease): number {
  return (held.session as FakeSession).number;
}

/** Lets everything happen that needs no time; with fake timers. */
export function settle(): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(0);
}

export const never = (): Promise<never> => new Promise(() => {});
