import { callerArn } from '../account.ts';
import type { ActionResult, Call } from '../action.ts';
import type { ApiError } from '../api-error.ts';
import { iamRegion } from '../iam-region.ts';
import type { Parameters } from '../parameter-set.ts';
import { requestMembers, responseMembers } from './event-members.ts';
import { eventTime, type TrailResource } from './trail-event.ts';

/** How a call to IAM ended. */
export type Outcome = { readonly result: ActionResult } | { readonly error: ApiError };

const READS = /^(Get|List|Generate|Simulate)/;

/** The kinds of resources that parameters name. */
const RESOURCES: Readonly<Record<string, string>> = {
  UserName: 'AWS::IAM::User',
  NewUserName: 'AWS::IAM::User',
  GroupName: 'AWS::IAM::Group',
  NewGroupName: 'AWS::IAM::Group',
  RoleName: 'AWS::IAM::Role',
  PolicyName: 'AWS::IAM::Policy',
  PolicyArn: 'AWS::IAM::Policy',
  AccessKeyId: 'AWS::IAM::AccessKey',
  InstanceProfileName: 'AWS::IAM::InstanceProfile',
};

/** Puts a call to IAM into the trail of its account. Its events are in one region only, wherever the call came from. */
export function recordCall(call: Call, parameters: Parameters, outcome: Outcome): void {
  const { cloud, account, caller, action, accessKeyId, requestId } = call;
  const readOnly = READS.test(action);
  if (readOnly && !cloud.trail.recordReads) return;
  const region = iamRegion(account.partition);
  // Who it was is kept as it is now: names change.
  const userIdentity = identityOf(call);
  const error = 'error' in outcome ? outcome.error : undefined;
  cloud.trail.add({
    accountId: account.id,
    region,
    at: call.now,
    source: 'iam.amazonaws.com',
    name: action,
    readOnly,
    username: caller.kind === 'role' ? caller.sessionName : caller.user.name,
    accessKeyId,
    resources: resourcesOf(parameters),
    describe: ({ id, at }) => ({
      eventVersion: '1.11',
      userIdentity,
      eventTime: eventTime(at),
      eventSource: 'iam.amazonaws.com',
      eventName: action,
      awsRegion: region,
      sourceIPAddress: '127.0.0.1',
      userAgent: 'aws-sdk-js',
      ...(error && { errorCode: errorCode(error), errorMessage: error.message }),
      // A refused caller's parameters are not read.
      requestParameters: error?.code === 'AccessDenied' ? null : requestMembers(parameters),
      responseElements: 'result' in outcome && !readOnly ? responseMembers(outcome.result) : null,
      requestID: requestId,
      eventID: id,
      readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account.id,
      eventCategory: 'Management',
    }),
  });
}

/** AWS: CloudTrail userIdentity element */
function identityOf(call: Call): object {
  const { account, caller, accessKeyId } = call;
  const arn = callerArn(account, caller);
  if (caller.kind !== 'role') {
    return { type: 'IAMUser', principalId: caller.user.id, arn, accountId: account.id, accessKeyId, userName: caller.user.name };
  }
  const { role, sessionName } = caller;
  return {
    type: 'AssumedRole',
    principalId: `${role.id}:${sessionName}`,
    arn,
    accountId: account.id,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.id,
        arn: account.arn('role', role.path, role.name),
        accountId: account.id,
        userName: role.name,
      },
      attributes: { mfaAuthenticated: 'false' },
    },
  };
}

/** Events carry the names of the model's exceptions, which for most codes is the code and "Exception"; refusals have none in the model. */
function errorCode({ code }: ApiError): string {
  return /^(AccessDenied|ValidationError|Throttling)/.test(code) ? code.replace('ValidationError', 'ValidationException') : `${code}Exception`;
}

function resourcesOf(parameters: Parameters): readonly TrailResource[] {
  return Object.entries(RESOURCES).flatMap(([parameter, type]) => {
    const name = parameters.text(parameter);
    return name === undefined ? [] : [{ type, name }];
  });
}
