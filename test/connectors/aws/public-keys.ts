import { generateKeyPairSync } from 'node:crypto';

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A fresh public key in the form that UploadSSHPublicKey takes. RFC 4253, 6.6. */
export const sshKey: string = (() => {
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')]);
  return `ssh-rsa ${Buffer.concat([field(Buffer.from('ssh-rsa')), field(Buffer.from(e, 'base64url')), field(modulus)]).toString('base64')} test`;
})();

/** A self-signed certificate in the form that UploadSigningCertificate takes; its key was thrown away. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIB/DCCAWWgAwIBAgIUP95gzIv4TL1UKCX4OM+hl4h4aDwwDQYJKoZIhvcNAQEL
BQAwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjEwNTE5MDdaGA8yMTI2MTAyODA1
MTkwN1owDzENMAsGA1UEAwwEdGVzdDCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkC
gYEAuuHKer/y8Ltie6sCBS5XFlKcTwH9qj/qw1JgELRfBNEbUe4m3lmBbA4lREJw
dcVACpfDgxeXAf/SgwlIKdXm9jDfvVkZ1HJMarukNgHzHV0ZOPnKlkMSgbLNS7lI
LjYtTxJnCf42tn9fNWaZ7tc6OfX6QxLxXQTnxdeex8DF6y0CAwEAAaNTMFEwHQYD
VR0OBBYEFNXhYKbVuWOpYDC++oSfsVcli3qkMB8GA1UdIwQYMBaAFNXhYKbVuWOp
YDC++oSfsVcli3qkMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEA
LgfICYVrQoG4Z1mB4M36IapgKZoR3VEWC1qEuGrITha1fsJ5swZrpbJDbeXYoYtj
k8rVTuZuGWoOZx7ljdKgh/4i6WcQkdgM//IzjZgHDqFG/xCSNO6YcUehkT1MZk/v
LU0iqWhICkioMi1SKw0VXpJa7LfSBWJeOOvdvVdt2SQ=
-----END CERTIFICATE-----`;
