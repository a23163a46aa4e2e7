import { ApiError } from '../api-error.ts';

/** What clients of the old query protocol know errors by. AWS: SQS service model, awsQueryError */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
};

/** The code of an error in the old query protocol. Errors that are not in SQS's model had theirs without "Exception". */
export function queryCode(code: string): string {
  return QUERY_CODES[code] ?? code.replace(/Exception$/, '');
}

// AWS: SQS service model 2012-11-05, with its HTTP statuses.
export const queueDoesNotExist = (): ApiError => new ApiError('QueueDoesNotExist', 400, 'The specified queue does not exist.');
export const queueNameExists = (attribute: string): ApiError =>
  new ApiError('QueueNameExists', 400, `A queue already exists with the same name and a different value for attribute ${attribute}`);
export const invalidReceipt = (handle: string): ApiError =>
  new ApiError('ReceiptHandleIsInvalid', 404, `The input receipt handle "${handle.slice(0, 100)}" is not a valid receipt handle.`);
export const notInFlight = (): ApiError =>
  new ApiError('MessageNotInflight', 400, 'The message referred to is not in flight: its visibility timeout has passed.');
export const purgeInProgress = (name: string): ApiError =>
  new ApiError('PurgeQueueInProgress', 403, `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`);
export const unsupported = (what: string): ApiError => new ApiError('UnsupportedOperation', 400, `Embedded AWS has no ${what}.`);
export const invalidValue = (message: string): ApiError => new ApiError('InvalidParameterValueException', 400, message);
export const batchError = (code: string, message: string): ApiError => new ApiError(code, 400, message);
