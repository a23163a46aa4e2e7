import type { HookCall } from '../../../spi/operations.ts';
import { explainSearch, type SearchExplanation } from '../explain/explain-search.ts';
import { type ExplainArguments, explainedQuery } from '../explain/explained-query.ts';
import type { AwsSession } from '../session.ts';

/** The hook that tells what a search would cost. */
export interface ExplainHooks {
  /**
   * Which calls a search of `__ACCOUNT__`, `__GROUP__`, `Role`, `ManagedPolicy` or `Entitlement` would make and how many, what of the filter
   * AWS evaluates, what is read live and what comes from the credential report, and how old that is. Two calls itself at most; none when all
   * `counts` that the class needs are given. In a session of several accounts it tells of the one that `account` names, or that the
   * credentials are of. Errors: `InvalidArgument`.
   */
  explain(call: HookCall<unknown, ExplainArguments>): Promise<SearchExplanation>;
}

/**
 * The hook that tells what a search would cost, by name.
 *
 * @example
 * const { least, most, calls } = await facade.hook('explain', { objectClass: '__ACCOUNT__', filter: 'MFAActive eq false' });
 */
export const explainHooks = {
  /** Which calls a search would make, and how many. */
  explain: async ({ session, args, signal }: HookCall<AwsSession, ExplainArguments>): Promise<SearchExplanation> =>
    explainSearch(session, explainedQuery(args), signal),
};
