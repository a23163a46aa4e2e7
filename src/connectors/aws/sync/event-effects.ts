import { fieldsOf, type IamEvent, textOf } from './iam-event.ts';

/** What an event did to one object. A rename is an update with a new name. */
export interface Effect {
  /** `__ACCOUNT__`. */
  readonly objectClass: string;
  readonly does: 'create' | 'update' | 'delete' | 'rename';
  /** The uid at that time, as whoever made the call spelled it; IAM reads names without regard to case. */
  readonly uid: string;
  /** The uid after a rename. */
  readonly newUid?: string;
  /** What other objects show of this one: a sync that reads it has to look at those too. */
  readonly shownBy?: 'members' | 'groups';
}

type Kind = 'user' | 'group' | 'role' | 'policy';
type Deed = 'create' | 'update' | 'delete';

/** The object class of each kind of thing. */
const classOf: Readonly<Record<Kind, string>> = { user: '__ACCOUNT__', group: '__GROUP__', role: 'Role', policy: 'ManagedPolicy' };

const user = { user: 'update' } as const;
const group = { group: 'update' } as const;
const role = { role: 'update' } as const;
const policy = { policy: 'update' } as const;

/**
 * What each event of IAM changes. Events that are not here change no user, group, role or policy: account settings, identity providers,
 * server certificates, reports; a virtual MFA device is nobody's before it is enabled.
 *
 * AWS: IAM API reference, list of actions; CloudTrail names events like them.
 */
export const eventEffects: Readonly<Record<string, Readonly<Partial<Record<Kind, Deed>>>>> = {
  CreateUser: { user: 'create' },
  UpdateUser: user,
  DeleteUser: { user: 'delete' },
  TagUser: user,
  UntagUser: user,
  PutUserPermissionsBoundary: user,
  DeleteUserPermissionsBoundary: user,
  // A policy shows how often it is attached.
  AttachUserPolicy: { user: 'update', policy: 'update' },
  DetachUserPolicy: { user: 'update', policy: 'update' },
  PutUserPolicy: user,
  DeleteUserPolicy: user,
  CreateLoginProfile: user,
  UpdateLoginProfile: user,
  DeleteLoginProfile: user,
  ChangePassword: user,
  CreateAccessKey: user,
  UpdateAccessKey: user,
  DeleteAccessKey: user,
  EnableMFADevice: user,
  DeactivateMFADevice: user,
  ResyncMFADevice: user,
  UploadSSHPublicKey: user,
  UpdateSSHPublicKey: user,
  DeleteSSHPublicKey: user,
  UploadSigningCertificate: user,
  UpdateSigningCertificate: user,
  DeleteSigningCertificate: user,
  CreateServiceSpecificCredential: user,
  UpdateServiceSpecificCredential: user,
  ResetServiceSpecificCredential: user,
  DeleteServiceSpecificCredential: user,
  AddUserToGroup: { user: 'update', group: 'update' },
  RemoveUserFromGroup: { user: 'update', group: 'update' },
  CreateGroup: { group: 'create' },
  UpdateGroup: group,
  DeleteGroup: { group: 'delete' },
  AttachGroupPolicy: { group: 'update', policy: 'update' },
  DetachGroupPolicy: { group: 'update', policy: 'update' },
  PutGroupPolicy: group,
  DeleteGroupPolicy: group,
  CreateRole: { role: 'create' },
  CreateServiceLinkedRole: { role: 'create' },
  AcquireRole: { role: 'create' },
  UpdateRole: role,
  UpdateRoleDescription: role,
  UpdateAssumeRolePolicy: role,
  DeleteRole: { role: 'delete' },
  // AWS deletes it in the background, after this event: what is read decides.
  DeleteServiceLinkedRole: role,
  TagRole: role,
  UntagRole: role,
  PutRolePermissionsBoundary: role,
  DeleteRolePermissionsBoundary: role,
  AttachRolePolicy: { role: 'update', policy: 'update' },
  DetachRolePolicy: { role: 'update', policy: 'update' },
  PutRolePolicy: role,
  DeleteRolePolicy: role,
  AddRoleToInstanceProfile: role,
  RemoveRoleFromInstanceProfile: role,
  CreatePolicy: { policy: 'create' },
  DeletePolicy: { policy: 'delete' },
  CreatePolicyVersion: policy,
  DeletePolicyVersion: policy,
  SetDefaultPolicyVersion: policy,
  TagPolicy: policy,
  UntagPolicy: policy,
};

/**
 * What an event did to users, groups, roles and policies; nothing for an event that concerns none of them.
 *
 * @returns The effects, or the reason why an event that must concern something does not name it.
 *
 * @example
 * effectsOf({ name: 'UpdateUser', request: { userName: 'ada', newUserName: 'countess' }, … });
 * // [{ objectClass: '__ACCOUNT__', does: 'rename', uid: 'ada', newUid: 'countess', shownBy: 'groups' }]
 */
export function effectsOf(event: IamEvent): readonly Effect[] | { readonly unnamed: string } {
  const deeds = Object.hasOwn(eventEffects, event.name) ? eventEffects[event.name] : undefined;
  const effects: Effect[] = [];
  for (const [kind, deed] of Object.entries(deeds ?? {}) as [Kind, Deed][]) {
    const uid = uidOf(kind, event);
    if (uid === undefined) {
      // The root user has keys, a password and devices too, and is no IAM user.
      if (kind === 'user' && event.caller === undefined && deed === 'update') continue;
      return { unnamed: `${event.name} ${event.id} does not say which ${kind} it is about` };
    }
    effects.push(effectOf(kind, deed, uid, event));
  }
  return effects;
}

function effectOf(kind: Kind, deed: Deed, uid: string, { name, request }: IamEvent): Effect {
  const objectClass = classOf[kind];
  const newUid = name === 'UpdateUser' ? textOf(request.newUserName) : name === 'UpdateGroup' ? textOf(request.newGroupName) : undefined;
  const renames = newUid !== undefined && newUid.toLowerCase() !== uid.toLowerCase();
  if (renames) return { objectClass, does: 'rename', uid, newUid, shownBy: kind === 'user' ? 'groups' : 'members' };
  // The policies of a group are inherited by its members.
  const inherited = kind === 'group' && name.endsWith('GroupPolicy');
  return { objectClass, does: deed, uid, ...(inherited && { shownBy: 'members' }) };
}

/** The answer is asked first: it has the name as AWS keeps it, the request as somebody typed it. */
function uidOf(kind: Kind, { request, response, caller }: IamEvent): string | undefined {
  switch (kind) {
    case 'user':
      return textOf(fieldsOf(response.user).userName) ?? textOf(request.userName) ?? textOf(fieldsOf(response.accessKey).userName) ?? caller;
    case 'group':
      return textOf(fieldsOf(response.group).groupName) ?? textOf(request.groupName);
    case 'role':
      return textOf(fieldsOf(response.role).roleName) ?? textOf(request.roleName);
    case 'policy':
      return textOf(fieldsOf(response.policy).arn) ?? textOf(request.policyArn);
  }
}
