import { createHash } from 'node:crypto';
import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { ApiError, noSuchEntity, quotaExceeded } from './api-error.ts';
import type { SshKey, Status, User } from './entities.ts';
import { page, sortedBy } from './paging.ts';
import { keyMaterial, newUserName, pageFields, required, text } from './parameters.ts';
import { newStatus, settable } from './status.ts';
import { namedOrCaller } from './users.ts';
import type { XmlObject } from './xml.ts';

const keyId = text({ min: 20, max: 128, pattern: /[\w]+/ });
/** The name of the algorithm, its length before it, opens the blob. IAM takes RSA only. RFC 4253, 6.6 */
const RSA_BLOB = '\0\0\0\u0007ssh-rsa';
const byId = (key: SshKey): string => key.id;

/** Gives a user a public key; without one of its own, bytes that only look like one. */
export function addSshKey(account: Account, user: User, status: Status = 'Active', body = madeUpKey(account)): SshKey {
  const key: SshKey = { id: account.ids.id('APKA'), body, fingerprint: fingerprintOf(body), uploadedAt: account.clock.now(), status };
  user.sshKeys.push(key);
  return key;
}

function madeUpKey(account: Account): string {
  return `ssh-rsa ${Buffer.from(`${RSA_BLOB}${account.ids.secret()}`).toString('base64')}`;
}

function fingerprintOf(body: string): string {
  const digest = createHash('md5').update(decodeKey(body)).digest('hex');
  return digest.match(/../g)?.join(':') ?? digest;
}

function keyOf(user: User, id: string): SshKey {
  const key = user.sshKeys.find((one) => one.id === id);
  if (!key) throw noSuchEntity(`The Public Key with id ${id} cannot be found.`);
  return key;
}

/** The bytes of an OpenSSH RSA key or of a PEM one. @throws UnrecognizedPublicKeyEncoding, InvalidPublicKey */
function decodeKey(body: string): Buffer {
  const pem = /^\s*-----BEGIN (?:RSA )?PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END (?:RSA )?PUBLIC KEY-----\s*$/.exec(body);
  if (pem?.[1]) return Buffer.from(pem[1], 'base64');
  const [kind, encoded = ''] = body.trim().split(/\s+/);
  if (!kind?.startsWith('ssh-')) throw new ApiError('UnrecognizedPublicKeyEncoding', 400, 'Public key encoding is unrecognized.');
  const bytes = Buffer.from(encoded, 'base64');
  if (kind !== 'ssh-rsa' || bytes.subarray(0, RSA_BLOB.length).toString('latin1') !== RSA_BLOB) {
    throw new ApiError('InvalidPublicKey', 400, 'The public key is not a valid SSH RSA key.');
  }
  return bytes;
}

function metadata(user: User, key: SshKey): XmlObject {
  return { UserName: user.name, SSHPublicKeyId: key.id, Status: key.status, UploadDate: new Date(key.uploadedAt) };
}

function fullAnswer(user: User, key: SshKey): XmlObject {
  return { SSHPublicKey: { ...metadata(user, key), Fingerprint: key.fingerprint, SSHPublicKeyBody: key.body } };
}

/** Public SSH keys for CodeCommit. */
export const sshKeyActions: ActionTable = {
  UploadSSHPublicKey: action({ UserName: required(newUserName), SSHPublicKeyBody: required(keyMaterial) }, (input, { account }) => {
    const user = account.user(input.UserName);
    const fingerprint = fingerprintOf(input.SSHPublicKeyBody);
    if (user.sshKeys.some((key) => key.fingerprint === fingerprint)) {
      throw new ApiError('DuplicateSSHPublicKey', 400, `The SSH public key is already associated with user ${user.name}.`);
    }
    const { sshKeysPerUser } = account.quotas;
    if (user.sshKeys.length >= sshKeysPerUser) throw quotaExceeded('SSHPublicKeysPerUser', sshKeysPerUser);
    return fullAnswer(user, addSshKey(account, user, 'Active', input.SSHPublicKeyBody));
  }),

  // PEM is answered as it was uploaded: nothing here converts between the encodings.
  GetSSHPublicKey: action(
    { UserName: required(newUserName), SSHPublicKeyId: required(keyId), Encoding: required(text({ values: ['SSH', 'PEM'] })) },
    (input, { account }) => {
      const user = account.user(input.UserName);
      return fullAnswer(user, keyOf(user, input.SSHPublicKeyId));
    },
  ),

  ListSSHPublicKeys: action({ UserName: newUserName, ...pageFields }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    const { items, end } = page(call, input, sortedBy(user.sshKeys, byId), byId);
    return { SSHPublicKeys: items.map((key) => metadata(user, key)), ...end };
  }),

  UpdateSSHPublicKey: action({ UserName: required(newUserName), SSHPublicKeyId: required(keyId), Status: newStatus }, (input, { account }) => {
    keyOf(account.user(input.UserName), input.SSHPublicKeyId).status = settable(input.Status);
    return undefined;
  }),

  DeleteSSHPublicKey: action({ UserName: required(newUserName), SSHPublicKeyId: required(keyId) }, (input, { account }) => {
    const user = account.user(input.UserName);
    user.sshKeys.splice(user.sshKeys.indexOf(keyOf(user, input.SSHPublicKeyId)), 1);
    return undefined;
  }),
};
