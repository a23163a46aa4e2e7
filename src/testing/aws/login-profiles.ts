import { type ActionTable, action } from './action.ts';
import { ApiError, alreadyExists, noSuchEntity, validationError } from './api-error.ts';
import type { LoginProfile, User } from './entities.ts';
import { flag, newUserName, password, required } from './parameters.ts';
import { changePassword, checkPassword } from './password-policy.ts';
import { namedOrCaller } from './users.ts';
import type { XmlObject } from './xml.ts';

/** Makes a console password. */
export function newLoginProfile(text: string, resetRequired: boolean, now: number): LoginProfile {
  return { password: text, previous: [], createdAt: now, changedAt: now, resetRequired };
}

function profileOf(user: User): LoginProfile {
  if (!user.loginProfile) throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  return user.loginProfile;
}

function profileAnswer(user: User, profile: LoginProfile): XmlObject {
  return {
    LoginProfile: {
      UserName: user.name,
      CreateDate: new Date(profile.createdAt),
      PasswordResetRequired: profile.resetRequired,
    },
  };
}

/** Console passwords. */
export const loginProfileActions: ActionTable = {
  CreateLoginProfile: action({ UserName: newUserName, Password: password, PasswordResetRequired: flag() }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    if (input.Password === undefined) throw validationError('Password is required to create a login profile.');
    if (user.loginProfile) throw alreadyExists(`Login Profile for user ${user.name} already exists.`);
    checkPassword(call.account, input.Password);
    user.loginProfile = newLoginProfile(input.Password, input.PasswordResetRequired ?? false, call.now);
    return profileAnswer(user, user.loginProfile);
  }),

  GetLoginProfile: action({ UserName: newUserName }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    return profileAnswer(user, profileOf(user));
  }),

  UpdateLoginProfile: action({ UserName: required(newUserName), Password: password, PasswordResetRequired: flag() }, (input, { account, now }) => {
    const profile = profileOf(account.user(input.UserName));
    if (input.Password !== undefined) {
      checkPassword(account, input.Password, profile);
      changePassword(profile, input.Password, now);
    }
    profile.resetRequired = input.PasswordResetRequired ?? profile.resetRequired;
    return undefined;
  }),

  DeleteLoginProfile: action({ UserName: newUserName }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    profileOf(user);
    user.loginProfile = undefined;
    return undefined;
  }),

  ChangePassword: action({ OldPassword: required(password), NewPassword: required(password) }, (input, call) => {
    if (call.caller.kind === 'role') throw new ApiError('InvalidUserType', 400, 'Only IAM Users can change their own password');
    const profile = profileOf(call.caller.user);
    if (profile.password !== input.OldPassword) throw new ApiError('AccessDenied', 403, 'The old password was incorrect.');
    checkPassword(call.account, input.NewPassword, profile);
    changePassword(profile, input.NewPassword, call.now);
    profile.resetRequired = false;
    return undefined;
  }),
};
