import { ConnectorError } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';

/** Names of regions, the global pseudo-region not among them. */
export const regionPattern = '[a-z]+(?:-[a-z]+)+-[0-9]+';

/** Where an instance is, and what its region calls it. */
export interface ComputerId {
  readonly region: string;
  readonly instance: string;
}

const whole = new RegExp(`^(${regionPattern})/(i-(?:[0-9a-f]{8}|[0-9a-f]{17}))$`);

/**
 * Takes a uid apart; undefined for a text that is none.
 *
 * @example
 * splitComputerId('eu-west-1/i-0123456789abcdef0');  // { region: 'eu-west-1', instance: 'i-0123456789abcdef0' }
 */
export function splitComputerId(uid: string): ComputerId | undefined {
  const [, region, instance] = whole.exec(uid) ?? [];
  return region === undefined || instance === undefined ? undefined : { region, instance };
}

/**
 * Takes the uid of a call apart.
 *
 * @throws ConnectorError `InvalidArgument` for a text that is none.
 */
export function computerId(uid: string): ComputerId {
  const parts = splitComputerId(uid);
  if (parts) return parts;
  const message = `${printable(uid)} is not REGION/INSTANCE, such as eu-west-1/i-0123456789abcdef0`;
  throw new ConnectorError('InvalidArgument', `uid ${message}`, { problems: [{ path: 'uid', message }] });
}
