import type { Problem } from '../../../model/errors.ts';
import { isOwnPolicy } from './session-revocation.ts';

/** Refuses to write the inline policy that keeps the sessions of a disabled user out. */
export function ownPolicyProblems(policies: readonly { readonly PolicyName: string }[] | null | undefined, path: string): Problem[] {
  return (policies ?? []).flatMap(({ PolicyName }, index) =>
    isOwnPolicy(PolicyName)
      ? [
          {
            path: `${path}[${index}].PolicyName`,
            message: `${PolicyName} is the connector’s own: it denies sessions from before a disable (revokeOnDisable)`,
          },
        ]
      : [],
  );
}
