import { X509Certificate } from 'node:crypto';
import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { ApiError, noSuchEntity, quotaExceeded } from './api-error.ts';
import type { Certificate, Status, User } from './entities.ts';
import { page, sortedBy } from './paging.ts';
import { existingUserName, keyMaterial, pageFields, required, text } from './parameters.ts';
import { newStatus, settable } from './status.ts';
import { namedOrCaller } from './users.ts';
import type { XmlObject } from './xml.ts';

const certificateId = text({ min: 24, max: 128, pattern: /[\w]+/ });
const ID_LETTERS = 32;
const byId = (certificate: Certificate): string => certificate.id;

/** Gives a user a certificate; without one of its own, a text that only looks like one. */
export function addCertificate(account: Account, user: User, status: Status = 'Active', body?: string): Certificate {
  const certificate: Certificate = {
    id: account.ids.base32(ID_LETTERS),
    body: body ?? `-----BEGIN CERTIFICATE-----\n${account.ids.secret()}\n-----END CERTIFICATE-----`,
    uploadedAt: account.clock.now(),
    status,
  };
  user.certificates.push(certificate);
  return certificate;
}

function certificateOf(user: User, id: string): Certificate {
  const certificate = user.certificates.find((one) => one.id === id);
  if (!certificate) throw noSuchEntity(`The Certificate with id ${id} cannot be found.`);
  return certificate;
}

function certificateAnswer(user: User, certificate: Certificate): XmlObject {
  return {
    UserName: user.name,
    CertificateId: certificate.id,
    CertificateBody: certificate.body,
    Status: certificate.status,
    UploadDate: new Date(certificate.uploadedAt),
  };
}

function refuseMalformed(body: string): void {
  try {
    new X509Certificate(body);
  } catch {
    throw new ApiError('MalformedCertificate', 400, 'Unable to parse certificate. Please ensure the certificate is in PEM format.');
  }
}

/** X.509 signing certificates. */
export const signingCertificateActions: ActionTable = {
  UploadSigningCertificate: action({ UserName: existingUserName, CertificateBody: required(keyMaterial) }, (input, call) => {
    const { account } = call;
    const user = namedOrCaller(call, input.UserName);
    refuseMalformed(input.CertificateBody);
    const { certificatesPerUser } = account.quotas;
    if (user.certificates.some((one) => one.body.trim() === input.CertificateBody.trim())) {
      throw new ApiError('DuplicateCertificate', 409, `The certificate is already associated with user ${user.name}.`);
    }
    if (user.certificates.length >= certificatesPerUser) throw quotaExceeded('SigningCertificatesPerUser', certificatesPerUser);
    return { Certificate: certificateAnswer(user, addCertificate(account, user, 'Active', input.CertificateBody)) };
  }),

  ListSigningCertificates: action({ UserName: existingUserName, ...pageFields }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    const { items, end } = page(call, input, sortedBy(user.certificates, byId), byId);
    return { Certificates: items.map((certificate) => certificateAnswer(user, certificate)), ...end };
  }),

  UpdateSigningCertificate: action({ UserName: existingUserName, CertificateId: required(certificateId), Status: newStatus }, (input, call) => {
    certificateOf(namedOrCaller(call, input.UserName), input.CertificateId).status = settable(input.Status);
    return undefined;
  }),

  DeleteSigningCertificate: action({ UserName: existingUserName, CertificateId: required(certificateId) }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    user.certificates.splice(user.certificates.indexOf(certificateOf(user, input.CertificateId)), 1);
    return undefined;
  }),
};
