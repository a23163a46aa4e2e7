import { awsCode } from '../transport/request-error.ts';

/** Reads something of a user or a group; undefined when it is not there, or not any more. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (awsCode(error) === 'NoSuchEntity') return undefined;
    throw error;
  }
}
