import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { ApiError, alreadyExists, deleteConflict, noSuchEntity, quotaExceeded } from './api-error.ts';
import type { MfaDevice, User } from './entities.ts';
import { page, sortedBy } from './paging.ts';
import { existingUserName, pageFields, path, required, serialNumber, text } from './parameters.ts';
import { putTags, tagList, tagsAnswer } from './tags.ts';
import { areConsecutiveCodes } from './totp.ts';
import { namedOrCaller, userAnswer } from './users.ts';
import type { XmlObject } from './xml.ts';

const deviceName = text({ min: 1, pattern: /[\w+=,.@-]+/ });
const code = text({ min: 6, max: 6, pattern: /[\d]+/, secret: true });

/** A PNG of one grey pixel: the picture of a QR code is for eyes only, the seed says the same. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';
const SEED_LETTERS = 64;

/** Makes a virtual device that is not yet in the account, and nobody's. */
export function newDevice(account: Account, name: string, devicePath = '/'): MfaDevice {
  return {
    serialNumber: account.arn('mfa', devicePath, name),
    seed: account.ids.base32(SEED_LETTERS),
    tags: new Map(),
    user: undefined,
    enabledAt: undefined,
  };
}

function deviceBySerial(account: Account, serial: string): MfaDevice {
  const device = account.mfaDevices.get(serial);
  if (!device) throw noSuchEntity(`VirtualMFADevice with serial number ${serial} does not exist.`);
  return device;
}

function deviceOf(user: User, serial: string): MfaDevice {
  const device = user.mfaDevices.find((one) => one.serialNumber === serial);
  if (!device) throw noSuchEntity(`Device with serial number ${serial} is not assigned to user ${user.name}.`);
  return device;
}

const bySerial = (device: MfaDevice): string => device.serialNumber;

function virtualAnswer(account: Account, device: MfaDevice): XmlObject {
  return {
    SerialNumber: device.serialNumber,
    User: device.user && { ...userAnswer(account, device.user), Tags: tagsAnswer(device.user.tags) },
    EnableDate: device.enabledAt === undefined ? undefined : new Date(device.enabledAt),
  };
}

/** Virtual MFA devices. Hardware devices and security keys are not there to be enabled. */
export const mfaDeviceActions: ActionTable = {
  CreateVirtualMFADevice: action({ VirtualMFADeviceName: required(deviceName), Path: path, Tags: tagList }, (input, { account }) => {
    const serial = account.arn('mfa', input.Path ?? '/', input.VirtualMFADeviceName);
    if (account.mfaDevices.has(serial)) throw alreadyExists('MFADevice entity at the same path and name already exists.');
    const device = newDevice(account, input.VirtualMFADeviceName, input.Path);
    putTags(device.tags, input.Tags, { name: 'TagsPerMFADevice', limit: account.quotas.tagsPerEntity });
    account.mfaDevices.set(serial, device);
    const seed = Buffer.from(device.seed).toString('base64');
    return {
      VirtualMFADevice: { SerialNumber: serial, Base32StringSeed: seed, QRCodePNG: PIXEL, Tags: tagsAnswer(device.tags) },
    };
  }),

  EnableMFADevice: action(
    {
      UserName: required(existingUserName),
      SerialNumber: required(serialNumber),
      AuthenticationCode1: required(code),
      AuthenticationCode2: required(code),
    },
    (input, { account, now }) => {
      const user = account.user(input.UserName);
      const device = deviceBySerial(account, input.SerialNumber);
      if (device.user) throw alreadyExists(`MFA Device with serial number ${device.serialNumber} is already in use.`);
      const { mfaDevicesPerUser } = account.quotas;
      if (user.mfaDevices.length >= mfaDevicesPerUser) throw quotaExceeded('MFADevicesPerUser', mfaDevicesPerUser);
      if (!areConsecutiveCodes(device.seed, input.AuthenticationCode1, input.AuthenticationCode2, now)) {
        throw new ApiError('InvalidAuthenticationCode', 403, 'Authentication code for device is not valid.');
      }
      device.user = user;
      device.enabledAt = now;
      user.mfaDevices.push(device);
      return undefined;
    },
  ),

  DeactivateMFADevice: action({ UserName: existingUserName, SerialNumber: required(serialNumber) }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    const device = deviceOf(user, input.SerialNumber);
    user.mfaDevices.splice(user.mfaDevices.indexOf(device), 1);
    device.user = undefined;
    device.enabledAt = undefined;
    return undefined;
  }),

  ResyncMFADevice: action(
    {
      UserName: required(existingUserName),
      SerialNumber: required(serialNumber),
      AuthenticationCode1: required(code),
      AuthenticationCode2: required(code),
    },
    (input, { account, now }) => {
      const device = deviceOf(account.user(input.UserName), input.SerialNumber);
      if (!areConsecutiveCodes(device.seed, input.AuthenticationCode1, input.AuthenticationCode2, now)) {
        throw new ApiError('InvalidAuthenticationCode', 403, 'Authentication code for device is not valid.');
      }
      return undefined;
    },
  ),

  GetMFADevice: action({ SerialNumber: required(serialNumber), UserName: existingUserName }, (input, { account }) => {
    const device = deviceBySerial(account, input.SerialNumber);
    if (input.UserName !== undefined) deviceOf(account.user(input.UserName), input.SerialNumber);
    return {
      UserName: device.user?.name,
      SerialNumber: device.serialNumber,
      EnableDate: device.enabledAt === undefined ? undefined : new Date(device.enabledAt),
    };
  }),

  DeleteVirtualMFADevice: action({ SerialNumber: required(serialNumber) }, (input, { account }) => {
    const device = deviceBySerial(account, input.SerialNumber);
    if (device.user) throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.');
    account.mfaDevices.delete(device.serialNumber);
    return undefined;
  }),

  ListMFADevices: action({ UserName: existingUserName, ...pageFields }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    const { items, end } = page(call, input, sortedBy(user.mfaDevices, bySerial), bySerial);
    const devices = items.map((device) => ({
      UserName: user.name,
      SerialNumber: device.serialNumber,
      EnableDate: new Date(device.enabledAt ?? 0),
    }));
    return { MFADevices: devices, ...end };
  }),

  ListVirtualMFADevices: action({ AssignmentStatus: text({ values: ['Assigned', 'Unassigned', 'Any'] }), ...pageFields }, (input, call) => {
    const { AssignmentStatus: wanted = 'Any' } = input;
    const devices = [...call.account.mfaDevices.values()].filter(
      (device) => wanted === 'Any' || (wanted === 'Assigned') === (device.user !== undefined),
    );
    const { items, end } = page(call, input, sortedBy(devices, bySerial), bySerial);
    return { VirtualMFADevices: items.map((device) => virtualAnswer(call.account, device)), ...end };
  }),
};
