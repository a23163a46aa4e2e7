import { generateKeyPairSync } from 'node:crypto';

/** Makes an RSA public key in OpenSSH's encoding. RFC 4253, 6.6 */
export function sshPublicKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const parts = [Buffer.from('ssh-rsa'), Buffer.from(e, 'base64url'), Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')])];
  const blob = Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
  return `ssh-rsa ${blob.toString('base64')} test@example`;
}
