import { CrestError } from './crest-error.ts';

/** A version of the CREST protocol. */
export interface ProtocolVersion {
  readonly major: number;
  readonly minor: number;
}

/**
 * Reads the protocol of an Accept-API-Version: `protocol=2.1,resource=1.0`. CREST: AcceptApiVersionHeader; resource versions make no difference here.
 *
 * @returns Undefined when it names none.
 * @throws CrestError 400 for what is no version and for one that is newer than 2.1.
 *
 * @example
 * protocolVersion('protocol=2.0,resource=1.0');  // { major: 2, minor: 0 }
 */
export function protocolVersion(header: string | null): ProtocolVersion | undefined {
  const part = header?.split(',').find((each) => /^\s*protocol\s*=/i.test(each));
  if (part === undefined) return undefined;
  const text = part.slice(part.indexOf('=') + 1).trim();
  const [, major = '', minor = '0'] = /^(\d{1,3})(?:\.(\d{1,3}))?$/.exec(text) ?? [];
  if (major === '' || Number(major) > 2 || Number(minor) > 1)
    throw new CrestError(400, `Accept-API-Version must name a protocol up to 2.1, such as protocol=2.1,resource=1.0 (got ${JSON.stringify(text)})`);
  return { major: Number(major), minor: Number(minor) };
}
