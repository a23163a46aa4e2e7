import type { ErrorCode } from '../../model/errors.ts';
import { awsErrorOf } from './error-table.ts';
import type { FailedRequest } from './failed-request.ts';
import { type Failure, isTlsCode } from './transport/failure.ts';

/** What an error says besides AWS's own words. */
export interface Verdict {
  readonly code: ErrorCode;
  /** In place of AWS's words. */
  readonly message?: string;
  readonly uid?: string | undefined;
  /** The attribute or setting it is about. */
  readonly path?: string | undefined;
  readonly retryable?: boolean;
}

/**
 * What a failed request means: the table of wire codes, and what the table cannot say because it depends on action, message or subject.
 *
 * @example
 * verdictOn(request).code;  // 'UnknownUid'
 */
export function verdictOn(request: FailedRequest): Verdict {
  return request.failure.fate === 'answered' ? answered(request) : unanswered(request);
}

function answered(request: FailedRequest): Verdict {
  const { service, call, failure, subject } = request;
  const row = awsErrorOf(failure.wireCode, service);
  if (row === undefined) return unlisted(failure);
  const code = row.code;
  switch (failure.wireCode.replace(/Exception$/, '')) {
    case 'NoSuchEntity':
      return isAboutAttribute(request) ? { code: 'InvalidAttributeValue', path: subject.about?.path } : { code, uid: subject.uid };
    case 'LimitExceeded':
    case 'ReportGenerationLimitExceeded':
      return overQuota(request);
    case 'ConstraintViolation':
      return { code: /limit|maximum/i.test(failure.message) ? 'QuotaExceeded' : code, uid: subject.uid };
  }
  if (code === 'UnknownUid') return namesSubject(request) ? { code, uid: subject.uid } : { code: 'InvalidAttributeValue', path: subject.about?.path };
  if (code === 'AlreadyExists') return { code, uid: subject.uid };
  if (code === 'InvalidPassword') return { code, uid: subject.uid, path: subject.about?.path ?? '__PASSWORD__' };
  if (code === 'InvalidAttributeValue') return refusedValue(request);
  if (code === 'PermissionDenied' && /^(AccessDenied|UnauthorizedOperation)/.test(failure.wireCode))
    return { code, message: refusal(request), uid: subject.uid };
  if (code === 'InvalidCredential') return { code, message: row.meaning };
  if (code === 'Configuration' && call.action.startsWith('AssumeRole')) return refusedSession(request);
  return { code, uid: subject.uid };
}

function unlisted({ status }: Failure): Verdict {
  if (status === 429) return { code: 'RateLimited' };
  if (status !== undefined && status >= 500)
    return { code: 'ConnectionFailed', message: `AWS, or what answers in its place, failed with HTTP status ${status}` };
  if (status === 401 || status === 403) return { code: 'PermissionDenied' };
  return { code: 'Internal' };
}

function unanswered({ failure }: FailedRequest): Verdict {
  if (failure.proxyStatus === 407 || failure.proxyStatus === 401) {
    const message = 'the proxy does not accept the credentials: proxyUsername and proxyPassword must be those it asks for';
    return { code: 'Configuration', path: 'proxyUsername', message, retryable: false };
  }
  if (failure.wireCode === 'EPROXY') return { code: 'ConnectionFailed', retryable: (failure.proxyStatus ?? 500) >= 500 };
  if (isTlsCode(failure.wireCode))
    return { code: 'ConnectionFailed', message: `${failure.message}; caFile names the authorities to trust`, retryable: false };
  if (failure.fate === 'not sent') return { code: 'ConnectionFailed' };
  if (failure.wireCode === 'TimeoutError' || failure.wireCode === 'ETIMEDOUT') return { code: 'OperationTimeout' };
  if (/^(E[A-Z]+|ERR_STREAM_\w+|HPE_\w+)$/.test(failure.wireCode)) return { code: 'ConnectionBroken' };
  // Not the network: the SDK could not write the request or read the answer.
  return { code: 'Internal' };
}

/** Whether what was not found is the object itself: Organizations says its kind in the code, and the input holds its id. */
function namesSubject({ failure, subject, input }: FailedRequest): boolean {
  if (subject.about === undefined) return true;
  if (subject.uid === undefined) return false;
  const kind = /^(\w+?)NotFound/.exec(failure.wireCode)?.[1];
  const id = (input as Readonly<Record<string, unknown>>)[`${kind}Id`];
  return id === undefined ? subject.about.value === subject.uid : id === subject.uid;
}

/** IAM says what it did not find: `The group with name ops cannot be found.`; policies and login profiles in other words. */
function isAboutAttribute({ failure, subject, input }: FailedRequest): boolean {
  const { about, uid } = subject;
  if (about === undefined) return false;
  if (uid === undefined) return true;
  const kind = /\b(user|group|role) with name\b/i.exec(failure.message)?.[1]?.toLowerCase();
  if (kind === undefined) return failure.message.includes(about.value) || !failure.message.includes(uid);
  const fields: Readonly<Record<string, unknown>> = { ...input };
  const missing = fields[`${kind[0]?.toUpperCase()}${kind.slice(1)}Name`];
  // A user and a group of one name: what the attribute holds decides.
  if (about.value === uid) return (kind === 'group') === /group/i.test(about.path);
  return missing === undefined ? failure.message.includes(about.value) : missing === about.value;
}

/** `The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining`, or the role's own limit. */
function refusedSession({ failure }: FailedRequest): Verdict {
  const code = 'Configuration';
  if (/chaining/i.test(failure.message)) {
    const message = `credentialsExpiration must be at most 3600: the credentials that assume the role are a role’s themselves, and AWS ends the sessions of such a chain after an hour (AWS said: ${failure.message.trim()})`;
    return { code, path: 'credentialsExpiration', message };
  }
  if (/DurationSeconds|durationSeconds/.test(failure.message)) return { code, path: 'credentialsExpiration' };
  return { code, path: /[Pp]olicy/.test(failure.wireCode) ? 'sessionPolicy' : 'roleArn' };
}

function refusedValue({ failure, subject }: FailedRequest): Verdict {
  // `1 validation error detected: Value at 'userName' failed to satisfy constraint: …`
  const field = /\bat '(\w+)'/.exec(failure.message)?.[1];
  if (field === 'marker') return { code: 'InvalidArgument', path: 'cursor' };
  return { code: 'InvalidAttributeValue', uid: subject.uid, path: subject.about?.path ?? field };
}

/** AWS names the quota: `Cannot exceed quota for GroupsPerUser: 10`, `Cannot exceed quota for UsersPerAccount: 5000`. */
function overQuota({ failure, subject, call }: FailedRequest): Verdict {
  if (call.action === 'GenerateCredentialReport' || failure.wireCode.startsWith('ReportGeneration')) return { code: 'RateLimited' };
  const quota = /quota for (\w+)/.exec(failure.message)?.[1];
  const makesObject = ['CreateUser', 'CreateGroup', 'CreateRole', 'CreatePolicy'].includes(call.action);
  const ofAccount = quota === undefined ? makesObject : /Account|^(Users|Groups|Roles|Policies)$/.test(quota);
  if (ofAccount) return { code: 'QuotaExceeded', uid: subject.uid };
  return { code: 'InvalidAttributeValue', uid: subject.uid, path: subject.about?.path ?? quota };
}

function refusal({ service, call, failure, subject, input }: FailedRequest): string {
  if (call.action.startsWith('AssumeRole')) {
    const { RoleArn: role } = input as { readonly RoleArn?: string };
    return `the role ${role} cannot be assumed: it does not exist, its trust policy does not name these credentials, or asks for something else (externalId, a source identity, tags, or MFA, which a connector cannot give); or the credentials lack a policy that allows sts:AssumeRole on it (AWS does not say which)`;
  }
  const target = subject.uid === undefined ? '' : ` on ${subject.uid}`;
  return `the connector’s identity needs a policy that allows ${service}:${call.action}${target}, such as \`identity-connector policy aws\` prints; AWS said: ${failure.message}`;
}
