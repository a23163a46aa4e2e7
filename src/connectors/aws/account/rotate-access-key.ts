import { ConnectorError } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import type { AwsSession } from '../session.ts';
import { type Step, takeAllOrUndo } from '../write/steps.ts';
import { accessKeys, type HeldCredential } from './credential-kinds.ts';
import { LiveUser } from './live-user.ts';
import { type NewAccessKey, newAccessKey } from './new-access-key.ts';

/** What becomes of the key that is replaced. */
export type OldKey = 'deactivate' | 'delete' | 'keep';

/** What is to be rotated. */
export interface Rotation {
  readonly user: string;
  readonly accessKeyId: string | undefined;
  readonly old: OldKey;
}

/** A new access key, and what became of others. */
export interface RotatedKey extends NewAccessKey {
  /** The key that it replaces, and whether it is still there. */
  readonly replaced: { readonly AccessKeyId: string; readonly Status: 'Active' | 'Inactive' | 'Deleted' };
  /** The inactive key that was deleted to make room. */
  readonly deleted: string | undefined;
}

/** AWS: IAM and STS quotas, access keys assigned to an IAM user; cannot be raised. */
const MOST_KEYS = 2;

/**
 * Replaces an access key. The new one is made before the old one ends, so that there is always one that works.
 *
 * @throws ConnectorError `PreconditionFailed` when it is not clear which key is meant, or when two are active and the quota leaves no room;
 *   `InvalidArgument` for a key that the user does not have. When the old key cannot be ended, the new one is deleted again; with
 *   `outcome: 'partial'` when that fails, or when an inactive key was deleted before.
 */
export async function rotateKey(session: AwsSession, { user, accessKeyId, old }: Rotation, signal: AbortSignal): Promise<RotatedKey> {
  const keys = await accessKeys.list(new LiveUser(session, user, signal));
  const replaced = chosenKey(keys, user, accessKeyId);
  const other = keys.find((key) => key !== replaced);
  const inTheWay = keys.length >= MOST_KEYS ? other : undefined;
  if (inTheWay?.status === 'Active') {
    throw unclear(
      user,
      `has two active access keys, and AWS allows ${MOST_KEYS}: deactivate or delete ${inTheWay.id} before ${replaced.id} can be replaced`,
    );
  }

  const path = 'accessKeyId';
  const context = { signal, uid: user };
  let made: NewAccessKey | undefined;
  const steps: Step[] = [];
  if (inTheWay) {
    steps.push({
      path,
      what: `delete inactive access key ${inTheWay.id} of ${user}`,
      run: () => accessKeys.remove(session, user, inTheWay.id, context),
      undo: () => Promise.reject(new ConnectorError('PreconditionFailed', 'a deleted access key cannot be brought back')),
    });
  }
  steps.push({
    path,
    what: `CreateAccessKey for ${user}`,
    async run() {
      made = await newAccessKey(session, user, signal);
    },
    undo: async () => {
      if (made) await accessKeys.remove(session, user, made.AccessKeyId, { uid: user });
    },
  });
  if (old === 'delete') {
    steps.push({ path, what: `delete access key ${replaced.id} of ${user}`, run: () => accessKeys.remove(session, user, replaced.id, context) });
  } else if (old === 'deactivate' && replaced.status === 'Active') {
    const deactivate = async () => accessKeys.setStatus?.(session, user, replaced.id, 'Inactive', context);
    const activate = async () => accessKeys.setStatus?.(session, user, replaced.id, 'Active', { uid: user });
    steps.push({ path, what: `deactivate access key ${replaced.id} of ${user}`, run: deactivate, undo: activate });
  }
  await takeAllOrUndo(steps, 'hook rotateAccessKey', user, signal);
  if (!made) throw new ConnectorError('Internal', `no access key of ${user} was made`);
  const Status = old === 'delete' ? 'Deleted' : old === 'keep' ? (replaced.status ?? 'Active') : 'Inactive';
  return { ...made, replaced: { AccessKeyId: replaced.id, Status }, deleted: inTheWay?.id };
}

/** The key that is meant: the one named, the only one, or the only active one. */
function chosenKey(keys: readonly HeldCredential[], user: string, accessKeyId: string | undefined): HeldCredential {
  if (accessKeyId !== undefined) {
    const named = keys.find(({ id }) => id === accessKeyId);
    if (named) return named;
    const message = `${printable(accessKeyId)} is no access key of ${user}`;
    throw new ConnectorError('InvalidArgument', `args.accessKeyId ${message}`, { problems: [{ path: 'args.accessKeyId', message }] });
  }
  const active = keys.filter(({ status }) => status === 'Active');
  const [only] = active.length === 1 ? active : keys;
  if (!only) throw unclear(user, 'has no access key to replace; the hook createAccessKey makes one');
  if (keys.length > 1 && active.length !== 1)
    throw unclear(user, `has ${keys.length} access keys: say which by accessKeyId (${keys.map(({ id }) => id).join(', ')})`);
  return only;
}

function unclear(user: string, message: string): ConnectorError {
  return new ConnectorError('PreconditionFailed', `hook rotateAccessKey: ${user} ${message}`, {
    uid: user,
    problems: [{ path: 'args.user', message }],
  });
}
