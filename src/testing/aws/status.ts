import { invalidInput } from './api-error.ts';
import type { Status } from './entities.ts';
import { required, text } from './validation.ts';

/** The status a request gives to a key, a certificate or a credential. */
export const newStatus = required(text({ values: ['Active', 'Inactive', 'Expired'] }));

/** The model lists `Expired` because answers may say it; no caller may set it. @throws InvalidInput */
export function settable(status: string): Status {
  if (status !== 'Active' && status !== 'Inactive') throw invalidInput(`The status ${status} cannot be set.`);
  return status;
}
