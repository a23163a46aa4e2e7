import { hash, timingSafeEqual } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import pLimit from 'p-limit';
import { CrestError } from '../crest/crest-error.ts';
import type { AuthenticationOptions, Caller, GatewayUser, JwtOptions, Role } from './authentication-options.ts';
import { LockOut } from './lock-out.ts';
import { hashPassword, passwordFits } from './password-hash.ts';
import { VerifiedLogins } from './verified-logins.ts';

/** Signatures that are accepted. `none` and the symmetric ones are not: whoever can check those can forge them. RFC 8725, 3.1. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** The most logins that wait for their hash. */
const MOST_WAITING = 256;

/** Tells who calls, by password, bearer token or JWT. */
export class Authentication {
  readonly #options: AuthenticationOptions;
  readonly #lockOut: LockOut;
  readonly #verified: VerifiedLogins;
  readonly #keys: JWTVerifyGetKey | undefined;
  readonly #tokens: readonly { readonly wanted: Buffer; readonly caller: Caller }[];
  /** One at a time: guesses sent all at once would else be compared before the first of them counts, and each takes 128 MiB. */
  readonly #hashing = pLimit(1);
  #decoy: Promise<string> | undefined;

  /** @param now  Milliseconds of a clock that never jumps. */
  constructor(options: AuthenticationOptions, now: () => number = () => performance.now()) {
    this.#options = options;
    this.#lockOut = new LockOut(options.lockOut ?? {}, now);
    this.#verified = new VerifiedLogins(now);
    this.#keys = options.jwt && keysOf(options.jwt);
    this.#tokens = (options.tokens ?? []).map(({ name, sha256, role }) => ({
      wanted: Buffer.from(sha256, 'hex'),
      caller: { name: `token ${name}`, role },
    }));
  }

  /**
   * Who calls.
   *
   * @param address  Where the request came from, for the lock-out; undefined when that is not known.
   * @throws CrestError 401 without credentials and for wrong ones, 429 for who has failed too often.
   */
  async caller(headers: Headers, address: string | undefined): Promise<Caller> {
    const login = loginOf(headers);
    if (login) return this.#byPassword(login.username, login.password, address);
    const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (bearer !== undefined) return this.#byToken(bearer, address);
    const { anonymous } = this.#options;
    if (anonymous && !headers.has('authorization')) return { name: 'anonymous', role: anonymous };
    throw unauthorized('Access denied: who calls must say so, by X-OpenIDM-Username and X-OpenIDM-Password, Basic or Bearer');
  }

  async #byPassword(username: string, password: string, address: string | undefined): Promise<Caller> {
    const user = this.#options.users?.find((each) => each.username === username);
    const caller = user && { name: `user ${username}`, role: user.role };
    // A login that was right a moment ago is not kept out: else whoever knows a name could lock its owner out.
    if (caller && this.#verified.has(username, password, user.passwordHash)) return caller;
    const keys = keysFor(`user ${username}`, address);
    this.#refuseLocked(keys);
    if (this.#hashing.pendingCount >= MOST_WAITING) throw new CrestError(429, 'Too many logins at once; try again later', { retryAfter: 1000 });
    return this.#hashing(() => this.#compare(username, password, user, keys));
  }

  async #compare(username: string, password: string, user: GatewayUser | undefined, keys: readonly string[]): Promise<Caller> {
    const caller = user && { name: `user ${username}`, role: user.role };
    // What came before while this one waited may have settled it.
    if (caller && this.#verified.has(username, password, user.passwordHash)) return caller;
    this.#refuseLocked(keys);
    // Unknown names take as long as known ones.
    this.#decoy ??= hashPassword('');
    const fits = await passwordFits(password, user?.passwordHash ?? (await this.#decoy));
    if (!caller || !fits) {
      this.#lockOut.failed(keys);
      throw unauthorized('Access denied: the user name or the password is wrong');
    }
    this.#lockOut.succeeded(keys);
    this.#verified.add(username, password, user.passwordHash);
    return caller;
  }

  async #byToken(token: string, address: string | undefined): Promise<Caller> {
    const digest = hash('sha256', token, 'buffer');
    // All are compared, so that the time does not tell how far the search went.
    const [found] = this.#tokens.filter(({ wanted }) => wanted.length === digest.length && timingSafeEqual(wanted, digest));
    if (found) return found.caller;
    const keys = address === undefined ? [] : [`address ${address}`];
    this.#refuseLocked(keys);
    const caller = this.#options.jwt && this.#keys && token.includes('.') ? await byJwt(token, this.#options.jwt, this.#keys) : undefined;
    if (caller) return caller;
    this.#lockOut.failed(keys);
    throw unauthorized('Access denied: the bearer token is not valid', 'Bearer error="invalid_token"');
  }

  #refuseLocked(keys: readonly string[]): void {
    const wait = this.#lockOut.wait(keys);
    if (wait > 0) throw new CrestError(429, 'Too many failed logins; try again later', { retryAfter: wait });
  }
}

/** A name alone cannot be guessed at from many addresses, nor an address guess at many names. */
const keysFor = (name: string, address: string | undefined) => (address === undefined ? [name] : [name, `address ${address}`]);

function keysOf({ jwksUri, jwks }: JwtOptions): JWTVerifyGetKey {
  return jwks ? createLocalJWKSet(jwks as never) : createRemoteJWKSet(new URL(jwksUri ?? ''));
}

async function byJwt(token: string, options: JwtOptions, keys: JWTVerifyGetKey): Promise<Caller | undefined> {
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, keys, {
      issuer: options.issuer,
      audience: options.audience,
      algorithms,
      requiredClaims: ['exp'],
      clockTolerance: 30,
    }));
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    // The issuer cannot be asked: that says nothing about the token.
    if (code === 'ERR_JWKS_TIMEOUT' || !(typeof code === 'string' && code.startsWith('ERR_J')))
      throw new CrestError(503, 'The keys of the token’s issuer cannot be read', { cause: error });
    return undefined;
  }
  const role = roleOf(payload, options);
  if (role === undefined) throw new CrestError(403, `The token gives no role here: ${options.roleClaim ?? 'scope'} names none`);
  return { name: `jwt ${payload.sub ?? payload.client_id ?? 'without subject'}`, role };
}

function roleOf(payload: JWTPayload, { roleClaim = 'scope', full = [], read = [] }: JwtOptions): Role | undefined {
  const claim = roleClaim.split('.').reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], payload);
  const names = Array.isArray(claim) ? claim.map(String) : typeof claim === 'string' ? claim.split(' ') : [];
  if (names.some((name) => full.includes(name))) return 'full';
  return names.some((name) => read.includes(name)) ? 'read' : undefined;
}

function loginOf(headers: Headers): { readonly username: string; readonly password: string } | undefined {
  const username = headers.get('x-openidm-username');
  const password = headers.get('x-openidm-password');
  if (username !== null && password !== null) return { username: decoded(username), password: decoded(password) };
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (basic === undefined) return undefined;
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** PingIDM takes names and passwords in headers in the form of RFC 5987 where they are not ASCII. */
function decoded(value: string): string {
  const encoded = /^utf-8''(.*)$/i.exec(value)?.[1];
  try {
    return encoded === undefined ? value : decodeURIComponent(encoded);
  } catch {
    return value;
  }
}

function unauthorized(message: string, challenge = 'Basic realm="identity-connector", charset="UTF-8"'): CrestError {
  return new CrestError(401, message, { headers: { 'WWW-Authenticate': challenge } });
}
