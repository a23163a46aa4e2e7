import {
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  EnableMFADeviceCommand,
  GetSSHPublicKeyCommand,
  type IAMClient,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListVirtualMFADevicesCommand,
  UpdateServiceSpecificCredentialCommand,
  UpdateSigningCertificateCommand,
  UpdateSSHPublicKeyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, mfaCode, startAws } from '../../../src/testing/aws/index.ts';
import { certificates } from './certificates.ts';
import { iamClient, refusal } from './clients.ts';
import { sshPublicKey } from './ssh-public-key.ts';

const b = { UserName: 'b' };
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
  aws.iam.addUser({ name: 'b' });
});
afterEach(() => aws.close());

describe('an MFA device', () => {
  async function device(): Promise<{ readonly SerialNumber: string; readonly seed: string }> {
    const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
    return { SerialNumber: VirtualMFADevice?.SerialNumber ?? '', seed: Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString() };
  }
  const enable = (SerialNumber: string, AuthenticationCode1: string, AuthenticationCode2: string) =>
    iam.send(new EnableMFADeviceCommand({ ...b, SerialNumber, AuthenticationCode1, AuthenticationCode2 }));

  test('shows the code of RFC 6238', () => {
    // RFC 6238, appendix B, SHA-1: the last six of the eight digits; the seed is "12345678901234567890".
    const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

    expect([mfaCode(seed, 59_000), mfaCode(seed, 1_111_111_109_000)]).toEqual(['287082', '081804']);
  });

  test('is enabled by two codes in a row', async () => {
    const { SerialNumber, seed } = await device();
    await enable(SerialNumber, mfaCode(seed, aws.clock.now() - 30_000), mfaCode(seed, aws.clock.now()));

    const { MFADevices } = await iam.send(new ListMFADevicesCommand(b));

    expect(MFADevices?.map((each) => each.SerialNumber)).toEqual(['arn:aws:iam::123456789012:mfa/phone']);
  });

  test('is not enabled by the same code twice', async () => {
    const { SerialNumber, seed } = await device();
    const code = mfaCode(seed, aws.clock.now());

    expect(await refusal(enable(SerialNumber, code, code))).toMatchObject({ code: 'InvalidAuthenticationCode', status: 403 });
  });

  test('that was not created cannot be enabled', async () => {
    expect((await refusal(enable('arn:aws:iam::123456789012:mfa/none', '123456', '654321'))).code).toBe('NoSuchEntity');
  });

  test('is listed by whether it is assigned', async () => {
    const { SerialNumber } = await device();
    const of = async (AssignmentStatus: 'Assigned' | 'Unassigned') =>
      (await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus }))).VirtualMFADevices?.map((each) => each.SerialNumber);

    expect([await of('Assigned'), await of('Unassigned')]).toEqual([[], [SerialNumber]]);
  });
});

describe('an SSH key', () => {
  const upload = (SSHPublicKeyBody: string) => iam.send(new UploadSSHPublicKeyCommand({ ...b, SSHPublicKeyBody }));

  test('is uploaded, read, made inactive and deleted', async () => {
    const body = sshPublicKey();
    const { SSHPublicKey } = await upload(body);
    const id = { ...b, SSHPublicKeyId: SSHPublicKey?.SSHPublicKeyId };
    await iam.send(new UpdateSSHPublicKeyCommand({ ...id, Status: 'Inactive' }));
    const read = await iam.send(new GetSSHPublicKeyCommand({ ...id, Encoding: 'SSH' }));
    await iam.send(new DeleteSSHPublicKeyCommand(id));

    const { SSHPublicKeys } = await iam.send(new ListSSHPublicKeysCommand(b));

    expect([SSHPublicKey?.SSHPublicKeyId?.slice(0, 4), read.SSHPublicKey, SSHPublicKeys]).toMatchObject([
      'APKA',
      { Status: 'Inactive', SSHPublicKeyBody: body },
      [],
    ]);
  });

  test.each([
    ['in no known encoding', 'hello', 'UnrecognizedPublicKeyEncoding'],
    ['of another algorithm', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==', 'InvalidPublicKey'],
    ['that is garbled', 'ssh-rsa AAAAAAAAAAAA', 'InvalidPublicKey'],
  ])('%s is refused', async (_title, body, code) => {
    expect((await refusal(upload(body))).code).toBe(code);
  });

  test('cannot be uploaded twice', async () => {
    const body = sshPublicKey();
    await upload(body);

    expect((await refusal(upload(body))).code).toBe('DuplicateSSHPublicKey');
  });
});

describe('a signing certificate', () => {
  const upload = (CertificateBody: string | undefined) => iam.send(new UploadSigningCertificateCommand({ ...b, CertificateBody }));

  test('is uploaded, made inactive, listed and deleted', async () => {
    const { Certificate } = await upload(certificates[0]);
    const id = { ...b, CertificateId: Certificate?.CertificateId };
    await iam.send(new UpdateSigningCertificateCommand({ ...id, Status: 'Inactive' }));
    const listed = await iam.send(new ListSigningCertificatesCommand(b));
    await iam.send(new DeleteSigningCertificateCommand(id));

    expect([listed.Certificates?.[0]?.Status, (await iam.send(new ListSigningCertificatesCommand(b))).Certificates]).toEqual(['Inactive', []]);
  });

  test('that is none is refused', async () => {
    expect((await refusal(upload('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'))).code).toBe('MalformedCertificate');
  });

  test('cannot be uploaded twice', async () => {
    await upload(certificates[0]);

    expect(await refusal(upload(certificates[0]))).toMatchObject({ code: 'DuplicateCertificate', status: 409 });
  });
});

describe('a service-specific credential', () => {
  const create = (ServiceName: string) => iam.send(new CreateServiceSpecificCredentialCommand({ ...b, ServiceName }));

  test('has a user name made of user and account, and tells its password once', async () => {
    const { ServiceSpecificCredential: first } = await create('codecommit.amazonaws.com');
    const { ServiceSpecificCredential: second } = await create('codecommit.amazonaws.com');
    const { ServiceSpecificCredentials } = await iam.send(new ListServiceSpecificCredentialsCommand(b));

    expect([
      first?.ServiceUserName,
      second?.ServiceUserName,
      typeof first?.ServicePassword,
      'ServicePassword' in (ServiceSpecificCredentials?.[0] ?? {}),
    ]).toEqual(['b-at-123456789012', 'b+1-at-123456789012', 'string', false]);
  });

  test('is made inactive and deleted', async () => {
    const { ServiceSpecificCredential } = await create('cassandra.amazonaws.com');
    const id = { ...b, ServiceSpecificCredentialId: ServiceSpecificCredential?.ServiceSpecificCredentialId };
    await iam.send(new UpdateServiceSpecificCredentialCommand({ ...id, Status: 'Inactive' }));
    await iam.send(new DeleteServiceSpecificCredentialCommand(id));

    expect((await refusal(iam.send(new DeleteServiceSpecificCredentialCommand(id)))).code).toBe('NoSuchEntity');
  });

  test('of a service that has none is refused', async () => {
    expect(await refusal(create('s3.amazonaws.com'))).toMatchObject({ code: 'NotSupportedService', status: 404 });
  });
});
