import { ConnectorError } from '../../../model/errors.ts';
import type { GuardSetting } from '../settings.ts';
import { type ActionTarget, targetOf } from './action-targets.ts';
import { isWrite } from './enabled-actions.ts';
import type { PolicyOptions } from './policy-options.ts';
import { type PolicyPlace, targetArns } from './target-arns.ts';

/** A condition of a policy: operator, key, values. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A statement of a policy. AWS: IAM JSON policy reference. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Of trust policies only. */
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  /** Not of trust policies. */
  readonly Resource?: readonly string[];
  readonly Condition?: PolicyCondition;
}

/** Rights that a boundary bounds: whoever may use them without one may give anybody everything. */
const bounded = [
  ...['iam:CreateUser', 'iam:PutUserPermissionsBoundary', 'iam:AttachUserPolicy', 'iam:PutUserPolicy'],
  ...['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'],
];
/** Nobody who is to be bounded may lose the boundary. */
const unbinding = ['iam:DeleteUserPermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'];
const attaching = ['iam:AttachUserPolicy', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy'];
const joining = ['iam:AddUserToGroup', 'iam:RemoveUserFromGroup'];

/** In statement ids. */
const words: Readonly<Record<ActionTarget, string>> = {
  user: 'Users',
  group: 'Groups',
  role: 'Roles',
  policy: 'Policies',
  mfa: 'VirtualMfaDevices',
  'instance-profile': 'InstanceProfiles',
  'passed role': 'RolesOfInstances',
  nothing: 'Lists',
  'organisation account': 'OrganizationAccounts',
  unit: 'OrganizationalUnits',
  container: 'ContentsOfOrganizationalUnits',
  tagged: 'OrganizationTags',
  'control policy': 'ControlPolicies',
  'policy and target': 'ControlPolicyTargets',
  'moved account': 'PlacesOfAccounts',
  parent: 'PlacesInOrganization',
  queue: 'ChangeQueues',
  instance: 'Instances',
  'new instance': 'NewInstances',
};

/**
 * The statements that allow some actions in one place, each as narrow as AWS can tell: those for the same resources and under the same
 * condition together, in order of their ids; then what is denied whoever else allows it.
 *
 * @throws ConnectorError `Internal` for an action that nobody has said the resources of.
 */
export function policyStatements(actions: ReadonlySet<string>, place: PolicyPlace, guard: GuardSetting, options: PolicyOptions): PolicyStatement[] {
  const { permissionsBoundary: boundary, joinableGroups = [] } = options;
  const grants = new Map<string, PolicyStatement & { Action: string[] }>();
  for (const action of [...actions].sort()) {
    const target = targetOf(action);
    if (target === undefined) throw new ConnectorError('Internal', `a policy of aws: nobody has said what ${action} is done to`);
    if (boundary !== undefined && unbinding.includes(action)) continue;
    const Resource = targetArns(target, isWrite(action), place);
    const joinable = joining.includes(action) ? joinableGroups : [];
    const Condition = conditionOf(action, options);
    const extra = [...(Condition ? Object.values(Condition).flatMap((each) => Object.keys(each).map(wordOfKey)) : [])];
    const Sid = `${target === 'queue' || !isWrite(action) ? 'Read' : 'Write'}${words[target]}${extra.join('')}${joinable.length > 0 ? 'JoinedBesides' : ''}`;
    const grant = grants.get(Sid) ?? {
      Sid,
      Effect: 'Allow',
      Action: [],
      Resource: [...Resource, ...joinable.map((name) => `arn:${place.partition}:iam::${place.account}:group/${name}`)],
      ...(Condition && { Condition }),
    };
    grant.Action.push(action);
    grants.set(Sid, grant);
  }
  const allowed = [...grants.values()].sort((a, b) => (a.Sid < b.Sid ? -1 : 1));
  return [
    ...allowed,
    ...denials(
      [...actions].some((action) => action.startsWith('iam:') && isWrite(action)),
      place,
      guard,
      options,
    ),
  ];
}

function conditionOf(action: string, { permissionsBoundary, attachablePolicies }: PolicyOptions): PolicyCondition | undefined {
  const StringEquals = {
    ...(permissionsBoundary !== undefined && bounded.includes(action) && { 'iam:PermissionsBoundary': permissionsBoundary }),
    ...(action === 'iam:PassRole' && { 'iam:PassedToService': 'ec2.amazonaws.com' }),
  };
  const ArnLike = { ...(attachablePolicies !== undefined && attaching.includes(action) && { 'iam:PolicyARN': attachablePolicies }) };
  const condition = { ...(Object.keys(StringEquals).length > 0 && { StringEquals }), ...(Object.keys(ArnLike).length > 0 && { ArnLike }) };
  return Object.keys(condition).length > 0 ? condition : undefined;
}

function wordOfKey(key: string): string {
  return { 'iam:PermissionsBoundary': 'Bounded', 'iam:PolicyARN': 'OfChosenPolicies' }[key] ?? '';
}

/**
 * What no other policy of the same identity may undo: a write of what `protect` names, as far as AWS knows patterns of names, which it
 * compares with case; and another text for the policy that is everybody's boundary.
 */
function denials(writesIam: boolean, place: PolicyPlace, { protect }: GuardSetting, { permissionsBoundary }: PolicyOptions): PolicyStatement[] {
  if (!writesIam) return [];
  const statements: PolicyStatement[] = [];
  if (permissionsBoundary !== undefined) {
    const Action = ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:SetDefaultPolicyVersion'];
    statements.push({ Sid: 'KeepBoundaryPolicy', Effect: 'Deny', Action, Resource: [permissionsBoundary] });
  }
  if (protect.length > 0) {
    const verbs = ['Add', 'Attach', 'Create', 'Deactivate', 'Delete', 'Detach', 'Put', 'Remove', 'Reset', 'Tag', 'Untag', 'Update'];
    // Whatever it is and whatever its path: user/NAME, role/engineering/NAME.
    const Resource = protect.map((name) => `arn:${place.partition}:iam::${place.account}:*/${name.replaceAll('$', '${$}')}`);
    statements.push({ Sid: 'KeepProtected', Effect: 'Deny', Action: verbs.map((verb) => `iam:${verb}*`), Resource });
  }
  return statements;
}
