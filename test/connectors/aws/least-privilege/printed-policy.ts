import { type PolicyDocument, type PolicyOptions, type PolicyStatement, policyDocument } from '../../../../src/connectors/aws/index.ts';

/** The account of the printed policies. */
export const account = '123456789012';

/** A configuration, or a part of one. */
export type Given = NonNullable<Parameters<typeof policyDocument>[0]>;

/** The documents of the identity that works. */
export function documentsOf(given: Given = {}, options: PolicyOptions = {}): readonly PolicyDocument[] {
  return policyDocument({ expectedAccountId: account, ...given }, options).at(-1)?.documents ?? [];
}

/** Their statements. */
export function statementsOf(given: Given = {}, options: PolicyOptions = {}): readonly PolicyStatement[] {
  return documentsOf(given, options).flatMap(({ Statement }) => Statement);
}

/** What they allow. */
export function actionsOf(given: Given = {}, options: PolicyOptions = {}): readonly string[] {
  return statementsOf(given, options).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
}
