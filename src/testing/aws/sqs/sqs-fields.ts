import type { Call } from '../action.ts';
import { accessDenied } from '../api-error.ts';
import type { Parameters } from '../parameter-set.ts';
import type { Field } from '../validation.ts';
import { type Queue, urlParts } from './queue.ts';
import { invalidValue, queueDoesNotExist } from './sqs-errors.ts';

/** A whole number in a range, with SQS's words when it is not. */
export function ranged(min: number, max: number): Field<number | undefined> {
  return {
    read: (parameters, name) => {
      const value = parameters.text(name);
      return value === undefined ? undefined : checkedNumber(name, value, min, max);
    },
  };
}

/** @throws InvalidParameterValue in SQS's words, as public issues quote them. */
export function checkedNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw invalidValue(`Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`);
  }
  return number;
}

/** A text that must be there. */
export const present: Field<string> = {
  read: (parameters, name) => {
    const value = parameters.text(name);
    if (value === undefined || value === '') throw invalidValue(`The request must contain the parameter ${name}.`);
    return value;
  },
};

/** A list of texts; empty when absent. */
export const texts: Field<readonly string[]> = {
  read: (parameters, name) =>
    Array.from({ length: parameters.memberCount(name) ?? 0 }, (_, index) => parameters.text(`${name}.member.${index + 1}`) ?? ''),
};

/** A map from texts to texts; empty when absent. */
export const textMap: Field<ReadonlyMap<string, string>> = {
  read: (parameters: Parameters, name) => {
    const prefix = `${name}.`;
    return new Map([...parameters.entries()].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]));
  },
};

/** The queue that a request means. @throws QueueDoesNotExist; AccessDenied for a queue of another account, since queue policies are not evaluated here */
export function queueOf({ cloud, account, region }: Call, url: string): Queue {
  const { accountId, name } = urlParts(url);
  const queue = cloud.queues.find(accountId, region, name);
  if (accountId !== account.id && queue) throw accessDenied(`Access to the resource ${url} is denied.`);
  if (!queue) throw queueDoesNotExist();
  return queue;
}
