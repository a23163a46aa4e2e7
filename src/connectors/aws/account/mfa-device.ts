/** Whether an MFA device is virtual: then it is deleted with its user, or its name is taken for the next one. AWS: IAM identifiers, ARN of a virtual MFA device. */
export function isVirtualDevice(serialNumber: string | undefined): boolean {
  return serialNumber !== undefined && /^arn:[\w-]+:iam::\d{12}:mfa\//.test(serialNumber);
}
