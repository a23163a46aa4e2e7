import { awsCode } from '../transport/request-error.ts';

/**
 * Makes a call for which one refusal of AWS's is as good as an answer: there is nothing to remove, it is there already.
 *
 * @param code  The code in AWS's answer: `NoSuchEntity`.
 * @param call  Makes the call.
 * @returns True when the call was done; false when AWS refused it with that code. Other failures are thrown.
 *
 * @example
 * const had = await unlessCode('NoSuchEntity', () => session.iam('DeleteLoginProfile', { UserName: 'ada' }));
 */
export async function unlessCode(code: string, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (awsCode(error) === code) return false;
    throw error;
  }
}
