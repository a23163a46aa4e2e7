import type { AttemptedCall, Failure } from './transport/failure.ts';
import type { AwsService } from './transport/service-actions.ts';

/** What a request is about, so that its error can say so. */
export interface RequestSubject {
  /** The object: NoSuchEntity on it is UnknownUid, EntityAlreadyExists is AlreadyExists. */
  readonly uid?: string | undefined;
  /** The attribute, and what it names: a group, a policy, a boundary, a tag. NoSuchEntity, a refused value or a quota becomes its problem. */
  readonly about?: { readonly path: string; readonly value: string } | undefined;
}

/** What is known when a request has failed for good. */
export interface FailedRequest {
  readonly service: AwsService;
  readonly call: AttemptedCall;
  readonly failure: Failure;
  readonly input: object;
  readonly subject: RequestSubject;
  /** Texts that must not appear in the error: passwords of the input, keys of the session. */
  readonly secrets: readonly string[];
}
