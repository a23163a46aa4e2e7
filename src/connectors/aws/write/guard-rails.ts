import { ConnectorError } from '../../../model/errors.ts';
import type { AwsSession } from '../session.ts';

/** What is about to be written. */
export interface WriteTarget {
  readonly kind: 'user' | 'group' | 'role' | 'policy' | 'account' | 'organizational unit' | 'instance';
  /** Its name, before and, in a rename, after. */
  readonly names: readonly string[];
  /** Its path, before and, in a move, after; asked for only when the configuration restricts paths. */
  readonly paths?: (() => Promise<readonly string[]>) | undefined;
  /** Whether the write takes access away: disables, deletes, or ends a password or a key. */
  readonly takesAway?: boolean | undefined;
}

/**
 * Refuses a write that the configuration forbids: `readOnly`, `protect`, `managedPath`; and one that would lock the connector itself out.
 *
 * The identity that the connector runs as is never disabled, deleted or renamed: the next call could not be made, and nobody could undo it.
 *
 * @param what  The operation, for the message: `delete __ACCOUNT__`.
 * @throws ConnectorError `PermissionDenied`, outcome `none`, naming the setting that forbids it.
 *
 * @example
 * await guard(session, { kind: 'user', names: [uid], takesAway: true }, 'delete __ACCOUNT__', signal);
 */
export async function guard(session: AwsSession, target: WriteTarget, what: string, signal: AbortSignal): Promise<void> {
  const { readOnly, protect, managedPath } = session.settings.guard;
  const [name = ''] = target.names;
  if (readOnly) throw refused(what, name, 'readOnly', 'the connector is configured to read only');
  const pattern = protect.find((each) => target.names.some((one) => matches(each, one)));
  if (pattern !== undefined) throw refused(what, name, 'protect', `protect has "${pattern}", which names this ${target.kind}`);
  if (managedPath !== undefined && managedPath !== '/') {
    const outside = (await target.paths?.())?.find((path) => !path.startsWith(managedPath));
    if (outside !== undefined) throw refused(what, name, 'managedPath', `its path "${outside}" is not below managedPath "${managedPath}"`);
  }
  if (target.takesAway || target.names.length > 1) await spareSelf(session, target, what, signal);
}

/** AWS: IAM identifiers. Assumed roles show as `assumed-role/ROLE/SESSION`. */
async function spareSelf(session: AwsSession, { kind, names }: WriteTarget, what: string, signal: AbortSignal): Promise<void> {
  if (kind !== 'user' && kind !== 'role') return;
  const { arn } = await session.identity(signal);
  const [type = '', ...parts] = arn.split(':').slice(5).join(':').split('/');
  const own = type === 'user' && kind === 'user' ? parts.at(-1) : type === 'assumed-role' && kind === 'role' ? parts[0] : undefined;
  const [name = ''] = names;
  if (own === undefined || own.toLowerCase() !== name.toLowerCase()) return;
  throw refused(what, name, 'uid', `the connector itself runs as this ${kind} (${arn}) and would lock itself out; use another identity for it`);
}

function refused(what: string, name: string, path: string, message: string): ConnectorError {
  return new ConnectorError('PermissionDenied', `${what} of aws: ${name} is not written: ${message}`, {
    problems: [{ path, message }],
    outcome: 'none',
  });
}

function matches(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(name);
}
