import type { Ec2Calls } from './ec2-calls.ts';

/** The services besides IAM and STS; their SDK clients are optional packages. */
export type OptionalService = 'organizations' | 'cloudtrail' | 'sqs' | 'ec2';

/** A service that the connector calls. */
export type AwsService = 'iam' | 'sts' | OptionalService;

/**
 * The actions of the other services the connector calls, and whether they may be sent again after their answer was lost; the words are those
 * of `iamActions`.
 *
 * ReceiveMessage counts as a read: a message that nobody got is given out again. RunInstances is repeatable because of its ClientToken.
 * AWS: API references of Organizations, CloudTrail, SQS and EC2.
 *
 * @example
 * serviceActions.cloudtrail.LookupEvents;  // 'read'
 */
export const serviceActions = {
  organizations: {
    AttachPolicy: 'repeatable',
    CreateOrganizationalUnit: 'once',
    DeleteOrganizationalUnit: 'repeatable',
    DescribeAccount: 'read',
    DescribeOrganization: 'read',
    DescribeOrganizationalUnit: 'read',
    DescribePolicy: 'read',
    DetachPolicy: 'repeatable',
    ListAccounts: 'read',
    ListAccountsForParent: 'read',
    ListOrganizationalUnitsForParent: 'read',
    ListParents: 'read',
    ListPolicies: 'read',
    ListPoliciesForTarget: 'read',
    ListRoots: 'read',
    ListTagsForResource: 'read',
    ListTargetsForPolicy: 'read',
    MoveAccount: 'once',
    TagResource: 'repeatable',
    UntagResource: 'repeatable',
    UpdateOrganizationalUnit: 'repeatable',
  },
  cloudtrail: { LookupEvents: 'read' },
  sqs: { DeleteMessage: 'repeatable', DeleteMessageBatch: 'repeatable', GetQueueAttributes: 'read', ReceiveMessage: 'read' },
  ec2: {
    CreateTags: 'repeatable',
    DeleteTags: 'repeatable',
    DescribeInstances: 'read',
    DescribeRegions: 'read',
    RunInstances: 'repeatable',
    StartInstances: 'repeatable',
    StopInstances: 'repeatable',
    TerminateInstances: 'repeatable',
  },
} as const satisfies Readonly<Record<OptionalService, Readonly<Record<string, 'read' | 'repeatable' | 'once'>>>>;

/** The name of an action of one of these services. */
export type ActionOf<S extends OptionalService> = keyof (typeof serviceActions)[S] & string;

interface Modules {
  readonly organizations: typeof import('@aws-sdk/client-organizations');
  readonly cloudtrail: typeof import('@aws-sdk/client-cloudtrail');
  readonly sqs: typeof import('@aws-sdk/client-sqs');
}

type CommandIn<S extends keyof Modules, A extends string> = `${A}Command` extends keyof Modules[S]
  ? Modules[S][`${A}Command`] extends abstract new (
      ...args: never[]
    ) => infer C
    ? C
    : never
  : never;

/** What an action takes, as the SDK types it; of EC2, whose declarations are tenfold, as far as it is used. */
export type InputOf<S extends OptionalService, A extends string> = S extends keyof Modules
  ? CommandIn<S, A> extends { readonly input: infer I }
    ? I
    : never
  : A extends keyof Ec2Calls
    ? Ec2Calls[A]['input']
    : never;

/** What an action answers. */
export type OutputOf<S extends OptionalService, A extends string> = S extends keyof Modules
  ? CommandIn<S, A> extends { resolveMiddleware: (...args: never[]) => (...args: never[]) => Promise<{ output: infer O }> }
    ? O
    : never
  : A extends keyof Ec2Calls
    ? Ec2Calls[A]['output']
    : never;
