import type { Call } from './action.ts';
import { accessDenied } from './api-error.ts';
import { text } from './parameters.ts';
import { isCurrentCode } from './totp.ts';

/** What an MFA device shows. */
export const tokenCode = text({ min: 6, max: 6, pattern: /[\d]*/ });

/** Whether the caller gave a code of an MFA device; it counts only with the device's owner. @throws AccessDenied for a wrong one */
export function verifyMfa(call: Call, serial: string | undefined, code: string | undefined): boolean {
  if (serial === undefined && code === undefined) return false;
  const device = serial === undefined ? undefined : call.account.mfaDevices.get(serial);
  const owner = call.caller.kind === 'role' ? undefined : call.caller.user;
  if (!device || !owner || device.user !== owner || code === undefined || !isCurrentCode(device.seed, code, call.now)) {
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
  }
  return true;
}
