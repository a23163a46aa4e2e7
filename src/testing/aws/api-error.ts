/**
 * A refusal as AWS words it: the code on the wire, the HTTP status, and the message.
 */
export class ApiError extends Error {
  /** The code on the wire, for example `NoSuchEntity`; the SDK may give it another name. */
  readonly code: string;
  readonly status: number;
  /** Further members of the error in services that speak JSON, for example `Reason`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The object, or one it names, is not there. */
export const noSuchEntity = (message: string): ApiError => new ApiError('NoSuchEntity', 404, message);
/** The name is taken. */
export const alreadyExists = (message: string): ApiError => new ApiError('EntityAlreadyExists', 409, message);
/** A quota, worded as IAM does: `Cannot exceed quota for GroupsPerUser: 10`. */
export const quotaExceeded = (quota: string, limit: number): ApiError =>
  new ApiError('LimitExceeded', 409, `Cannot exceed quota for ${quota}: ${limit}`);
/** Something that belongs to the object must go first. */
export const deleteConflict = (message: string): ApiError => new ApiError('DeleteConflict', 409, message);
/** A value breaks a rule of the service's model. */
export const validationError = (message: string): ApiError => new ApiError('ValidationError', 400, message);
/** A value breaks a rule that the model does not express. */
export const invalidInput = (message: string): ApiError => new ApiError('InvalidInput', 400, message);
/** A policy document is not one. */
export const malformedPolicy = (message: string): ApiError => new ApiError('MalformedPolicyDocument', 400, message);
/** The caller may not do it. */
export const accessDenied = (message: string): ApiError => new ApiError('AccessDenied', 403, message);
