import {
  CreatePolicyVersionCommand,
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  type IAMClient,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, mfaCode, startAws } from '../../../src/testing/aws/index.ts';
import { certificates } from './certificates.ts';
import { iamClient, refusal } from './clients.ts';
import { sshPublicKey } from './ssh-public-key.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' }] };
const trustPolicy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] };
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
});
afterEach(() => aws.close());

function bjensen(then: () => unknown): unknown {
  aws.iam.addUser({ name: 'bjensen' });
  return then();
}

async function enableMfa(): Promise<string> {
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString();
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? '';
  const codes = { AuthenticationCode1: mfaCode(seed, aws.clock.now() - 30_000), AuthenticationCode2: mfaCode(seed, aws.clock.now()) };
  await iam.send(new EnableMFADeviceCommand({ UserName: 'bjensen', SerialNumber, ...codes }));
  return SerialNumber;
}

describe('a user cannot be deleted', () => {
  const conflicts: readonly [title: string, prepare: () => unknown, message: string][] = [
    ['who is in a group', () => aws.iam.addUser({ name: 'bjensen', groups: ['g'] }), 'must remove users from group first.'],
    ['who has an attached policy', () => aws.iam.addUser({ name: 'bjensen', policies: [readOnly] }), 'must detach all policies first.'],
    ['who has an inline policy', () => aws.iam.addUser({ name: 'bjensen', inlinePolicies: { p: document } }), 'must delete policies first.'],
    ['who has an access key', () => aws.iam.addUser({ name: 'bjensen', accessKeys: ['Inactive'] }), 'must delete access keys first.'],
    ['who has a password', () => aws.iam.addUser({ name: 'bjensen', password: 'x' }), 'must delete login profile first.'],
    ['who has an MFA device', () => bjensen(enableMfa), 'must delete MFA device first.'],
    [
      'who has a signing certificate',
      () => bjensen(() => iam.send(new UploadSigningCertificateCommand({ UserName: 'bjensen', CertificateBody: certificates[0] }))),
      'must delete certificates first.',
    ],
    [
      'who has an SSH key',
      () => bjensen(() => iam.send(new UploadSSHPublicKeyCommand({ UserName: 'bjensen', SSHPublicKeyBody: sshPublicKey() }))),
      'must remove referenced objects first.',
    ],
    [
      'who has a service-specific credential',
      () => bjensen(() => iam.send(new CreateServiceSpecificCredentialCommand({ UserName: 'bjensen', ServiceName: 'codecommit.amazonaws.com' }))),
      'must remove referenced objects first.',
    ],
  ];
  test.each(conflicts)('%s', async (_title, prepare, message) => {
    await prepare();

    const refused = await refusal(iam.send(new DeleteUserCommand({ UserName: 'bjensen' })));

    expect(refused).toEqual({ code: 'DeleteConflict', status: 409, message: `Cannot delete entity, ${message}` });
  });

  test('who is not there', async () => {
    expect((await refusal(iam.send(new DeleteUserCommand({ UserName: 'ghost' })))).code).toBe('NoSuchEntity');
  });
});

describe('a group cannot be deleted', () => {
  const conflicts: readonly [title: string, prepare: () => unknown, message: string][] = [
    ['that has members', () => aws.iam.addUser({ name: 'b', groups: ['g'] }), 'must remove users from group first.'],
    ['that has an attached policy', () => aws.iam.addGroup({ name: 'g', policies: [readOnly] }), 'must detach all policies first.'],
    ['that has an inline policy', () => aws.iam.addGroup({ name: 'g', inlinePolicies: { p: document } }), 'must delete policies first.'],
  ];
  test.each(conflicts)('%s', async (_title, prepare, message) => {
    prepare();

    const refused = await refusal(iam.send(new DeleteGroupCommand({ GroupName: 'g' })));

    expect(refused).toEqual({ code: 'DeleteConflict', status: 409, message: `Cannot delete entity, ${message}` });
  });
});

test('a role that has an attached policy cannot be deleted', async () => {
  aws.iam.addRole({ name: 'r', trustPolicy, policies: [readOnly] });

  expect((await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'r' })))).code).toBe('DeleteConflict');
});

describe('a managed policy cannot be deleted', () => {
  test('while it is attached', async () => {
    const { arn } = aws.iam.addPolicy({ name: 'p' });
    aws.iam.addUser({ name: 'b', policies: [arn] });

    const refused = await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: arn })));

    expect(refused).toEqual({ code: 'DeleteConflict', status: 409, message: 'Cannot delete a policy attached to entities.' });
  });

  test('while it bounds somebody', async () => {
    const { arn } = aws.iam.addPolicy({ name: 'p' });
    aws.iam.addUser({ name: 'b', permissionsBoundary: arn });

    expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: arn })))).code).toBe('DeleteConflict');
  });

  test('while it has other versions than the default one', async () => {
    const { arn } = aws.iam.addPolicy({ name: 'p' });
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: JSON.stringify(document) }));

    expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: arn })))).message).toMatch(/^This policy has more than one version\./);
  });

  test('when AWS manages it', async () => {
    expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: readOnly })))).code).toBe('AccessDenied');
  });
});

test('an MFA device that is in use cannot be deleted, one that was deactivated can', async () => {
  aws.iam.addUser({ name: 'bjensen' });
  const SerialNumber = await enableMfa();
  const inUse = await refusal(iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })));
  await iam.send(new DeactivateMFADeviceCommand({ UserName: 'bjensen', SerialNumber }));
  await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));

  const gone = await refusal(iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })));

  expect([inUse.code, gone.code]).toEqual(['DeleteConflict', 'NoSuchEntity']);
});
