import type {
  AccessKeyMetadata,
  LoginProfile,
  MFADevice,
  ServiceSpecificCredentialMetadata,
  SigningCertificate,
  SSHPublicKeyMetadata,
} from '@aws-sdk/client-iam';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import { unlessGone } from './unless-gone.ts';

/** An access key, and when and with what it was last used. */
export interface UsedKey extends AccessKeyMetadata {
  readonly lastUsed: KeyUse;
}

/** When and with what an access key was last used; nothing of a key that never was. */
export interface KeyUse {
  readonly date: Date | undefined;
  readonly service: string | undefined;
  readonly region: string | undefined;
}

/**
 * What IAM knows of one user besides GetUser, each part read when it is first asked for and then kept: one of these lives as long as one
 * call.
 *
 * Lists throw `UnknownUid` when the user is not there.
 */
export class LiveUser {
  readonly name: string;
  readonly #session: AwsSession;
  readonly #signal: AbortSignal | undefined;
  readonly #knownUse: ((key: AccessKeyMetadata) => KeyUse | undefined) | undefined;
  readonly #read = new Map<string, Promise<unknown>>();

  /** @param knownUse  What is known already of an access key's last use, which spares a call. */
  constructor(session: AwsSession, name: string, signal: AbortSignal | undefined, knownUse?: (key: AccessKeyMetadata) => KeyUse | undefined) {
    this.name = name;
    this.#session = session;
    this.#signal = signal;
    this.#knownUse = knownUse;
  }

  /** The console password; undefined when there is none, and for a user who is not there. */
  loginProfile(): Promise<LoginProfile | undefined> {
    return this.#once('loginProfile', () =>
      unlessGone(async () => (await this.#session.iam('GetLoginProfile', { UserName: this.name }, this.#context)).LoginProfile),
    );
  }

  accessKeys(): Promise<readonly AccessKeyMetadata[]> {
    return this.#once('accessKeys', () =>
      allOf(
        (Marker) => this.#session.iam('ListAccessKeys', { UserName: this.name, Marker, MaxItems: MOST_ITEMS }, this.#context),
        (answer) => answer.AccessKeyMetadata,
      ),
    );
  }

  /** One call more for each key. */
  usedKeys(): Promise<readonly UsedKey[]> {
    return this.#once('usedKeys', () => this.#readUse());
  }

  /** One after the other, so that reading eight users at a time is eight requests at a time. */
  async #readUse(): Promise<readonly UsedKey[]> {
    const keys: UsedKey[] = [];
    for (const key of await this.accessKeys()) keys.push({ ...key, lastUsed: this.#knownUse?.(key) ?? (await this.#useOf(key)) });
    return keys;
  }

  async #useOf({ AccessKeyId }: AccessKeyMetadata): Promise<KeyUse> {
    const answer = await this.#session.iam('GetAccessKeyLastUsed', { AccessKeyId }, this.#context);
    const { LastUsedDate: date, ServiceName, Region } = answer.AccessKeyLastUsed ?? {};
    return { date, service: used(ServiceName), region: used(Region) };
  }

  mfaDevices(): Promise<readonly MFADevice[]> {
    return this.#once('mfaDevices', () =>
      allOf(
        (Marker) => this.#session.iam('ListMFADevices', { UserName: this.name, Marker, MaxItems: MOST_ITEMS }, this.#context),
        (answer) => answer.MFADevices,
      ),
    );
  }

  sshKeys(): Promise<readonly SSHPublicKeyMetadata[]> {
    return this.#once('sshKeys', () =>
      allOf(
        (Marker) => this.#session.iam('ListSSHPublicKeys', { UserName: this.name, Marker, MaxItems: MOST_ITEMS }, this.#context),
        (answer) => answer.SSHPublicKeys,
      ),
    );
  }

  certificates(): Promise<readonly SigningCertificate[]> {
    return this.#once('certificates', () =>
      allOf(
        (Marker) => this.#session.iam('ListSigningCertificates', { UserName: this.name, Marker, MaxItems: MOST_ITEMS }, this.#context),
        (answer) => answer.Certificates,
      ),
    );
  }

  serviceCredentials(): Promise<readonly ServiceSpecificCredentialMetadata[]> {
    return this.#once('serviceCredentials', () =>
      allOf(
        (Marker) => this.#session.iam('ListServiceSpecificCredentials', { UserName: this.name, Marker }, this.#context),
        (answer) => answer.ServiceSpecificCredentials,
      ),
    );
  }

  groups(): Promise<readonly string[]> {
    return this.#once('groups', async () => {
      const groups = await allOf(
        (Marker) => this.#session.iam('ListGroupsForUser', { UserName: this.name, Marker, MaxItems: MOST_ITEMS }, this.#context),
        (answer) => answer.Groups,
      );
      return groups.flatMap(({ GroupName }) => GroupName ?? []);
    });
  }

  get #context() {
    return { signal: this.#signal, uid: this.name };
  }

  #once<T>(part: string, read: () => Promise<T>): Promise<T> {
    const reading = (this.#read.get(part) as Promise<T> | undefined) ?? read();
    this.#read.set(part, reading);
    return reading;
  }
}

/** IAM says N/A of a key that was never used. AWS: AccessKeyLastUsed. */
function used(text: string | undefined): string | undefined {
  return text === 'N/A' ? undefined : text;
}
