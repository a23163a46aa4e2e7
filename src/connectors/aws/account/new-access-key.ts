import { ConnectorError } from '../../../model/errors.ts';
import { Secret } from '../../../model/secret.ts';
import type { AwsSession } from '../session.ts';
import { createSecretOnce } from '../write/lost-secret.ts';
import { accessKeys } from './credential-kinds.ts';
import { LiveUser } from './live-user.ts';

/** A new access key. Its secret is told here and never again. */
export interface NewAccessKey {
  readonly AccessKeyId: string;
  /** `reveal()` gives the text. */
  readonly SecretAccessKey: Secret;
}

/**
 * Makes an access key for a user. When AWS's answer is lost, the key that nobody holds is deleted and another one made.
 *
 * @throws ConnectorError `UnknownUid`; `InvalidAttributeValue` when the user has two keys already. AWS: CreateAccessKey.
 */
export async function newAccessKey(session: AwsSession, user: string, signal: AbortSignal): Promise<NewAccessKey> {
  const { AccessKey: key } = await createSecretOnce(session, signal, {
    what: `access key of ${user}`,
    send: () => session.iam('CreateAccessKey', { UserName: user }, { signal, uid: user }),
    list: async (listSignal) => {
      const keys = await new LiveUser(session, user, listSignal).accessKeys();
      return keys.flatMap(({ AccessKeyId: id, CreateDate: madeAt }) => (id === undefined ? [] : [{ id, madeAt }]));
    },
    remove: (id) => accessKeys.remove(session, user, id, { uid: user }),
  });
  if (!key?.AccessKeyId || !key.SecretAccessKey)
    throw new ConnectorError('ConnectorIO', 'iam:CreateAccessKey answered without a key', { outcome: 'unknown' });
  return { AccessKeyId: key.AccessKeyId, SecretAccessKey: new Secret(key.SecretAccessKey) };
}
