import type { HookCall } from '../../../spi/operations.ts';
import { accessKeys, type CredentialStatus } from '../account/credential-kinds.ts';
import { LiveUser } from '../account/live-user.ts';
import { type NewAccessKey, newAccessKey } from '../account/new-access-key.ts';
import { type OldKey, type RotatedKey, rotateKey } from '../account/rotate-access-key.ts';
import type { AwsSession } from '../session.ts';
import { choiceArgument, textArgument, type UserArgument, writeUser } from './user-of-hook.ts';

/** An access key of a user. */
export interface KeyArgument extends UserArgument {
  readonly accessKeyId: string;
}

/** Which access key is replaced, and what becomes of it. */
export interface RotationArgument extends UserArgument {
  /** Not needed when the user has only one, or only one that is active. */
  readonly accessKeyId?: string;
  /** `deactivate` unless said otherwise; `keep` leaves it active until somebody has passed on the new one. */
  readonly old?: OldKey;
}

/** Hooks that make, replace and end access keys. */
export interface KeyHooks {
  /**
   * Makes an access key for a user and answers its secret, once.
   *
   * Errors: `InvalidArgument`, `UnknownUid`, `PermissionDenied`; `InvalidAttributeValue` when the user has two keys.
   */
  createAccessKey(call: HookCall<unknown, UserArgument>): Promise<NewAccessKey>;
  /**
   * Replaces an access key: makes a new one, then deactivates or deletes the old one. An inactive key that stands in the way of the quota of
   * two is deleted first. When the old one cannot be ended, the new one is deleted again.
   *
   * Errors: as `createAccessKey`; `PreconditionFailed` when it is not clear which key, or when two are active.
   */
  rotateAccessKey(call: HookCall<unknown, RotationArgument>): Promise<RotatedKey>;
  /** Activates or deactivates an access key. Errors: `InvalidArgument`, `UnknownUid`, `PermissionDenied`. */
  updateAccessKey(call: HookCall<unknown, KeyArgument & { readonly status: CredentialStatus }>): Promise<void>;
  /** Deletes an access key; that it is gone already is as good. Errors: `InvalidArgument`, `UnknownUid`, `PermissionDenied`. */
  deleteAccessKey(call: HookCall<unknown, KeyArgument>): Promise<void>;
}

/**
 * What an application can have done with access keys, by name.
 *
 * @example
 * const { AccessKeyId, SecretAccessKey } = await facade.hook('createAccessKey', { user: 'ada' });
 * vault.store(AccessKeyId, SecretAccessKey.reveal());
 */
export const keyHooks = {
  /** Makes an access key for a user and answers its secret, once. */
  createAccessKey: (call: HookCall<AwsSession, UserArgument>): Promise<NewAccessKey> =>
    writeUser(call, 'createAccessKey', false, ({ session, user }) => newAccessKey(session, user, call.signal)),

  /** Replaces an access key: makes a new one, then deactivates or deletes the old one. */
  rotateAccessKey: (call: HookCall<AwsSession, RotationArgument>): Promise<RotatedKey> => {
    const { args, signal } = call;
    const old = choiceArgument(args, 'old', ['deactivate', 'delete', 'keep']) ?? 'deactivate';
    const accessKeyId = args.accessKeyId === undefined ? undefined : textArgument(args, 'accessKeyId', 'the id of an access key');
    return writeUser(call, 'rotateAccessKey', old !== 'keep', ({ session, user }) => rotateKey(session, { user, accessKeyId, old }, signal));
  },

  /** Activates or deactivates an access key. */
  updateAccessKey: (call: HookCall<AwsSession, KeyArgument & { readonly status: CredentialStatus }>): Promise<void> => {
    const { args, signal } = call;
    const accessKeyId = textArgument(args, 'accessKeyId', 'the id of an access key');
    const status = textArgument(args, 'status', '"Active" or "Inactive"');
    const wanted = choiceArgument({ status }, 'status', ['Active', 'Inactive']) ?? 'Inactive';
    return writeUser(call, 'updateAccessKey', wanted === 'Inactive', async ({ session, user }) => {
      await accessKeys.setStatus?.(session, user, accessKeyId, wanted, {
        signal,
        uid: user,
        about: { path: 'args.accessKeyId', value: accessKeyId },
      });
    });
  },

  /** Deletes an access key; that it is gone already is as good. */
  deleteAccessKey: (call: HookCall<AwsSession, KeyArgument>): Promise<void> => {
    const { args, signal } = call;
    const accessKeyId = textArgument(args, 'accessKeyId', 'the id of an access key');
    return writeUser(call, 'deleteAccessKey', true, async ({ session, user }) => {
      const held = (await accessKeys.list(new LiveUser(session, user, signal))).some(({ id }) => id === accessKeyId);
      if (held) await accessKeys.remove(session, user, accessKeyId, { signal, uid: user });
    });
  },
};
