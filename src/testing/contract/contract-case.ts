/** One promise of the contract, checked against one connector. */
export interface ContractCase {
  /** Stable and unique in a suite: `__ACCOUNT__ search: a filter by equals finds what it should (mail)`. */
  readonly name: string;
  /** What kind of case it is, the same for all connectors: `search/filter-equals`. The mutation table of the tests goes by it. */
  readonly kind: string;
  /** Undefined for what concerns the connector as a whole. */
  readonly objectClass: string | undefined;
  /** Why the case does not apply to this connector; such a case is reported as skipped. */
  readonly skip?: string | undefined;
  /** Checks it. Throws an AssertionError that says what was expected and what was found, or NotApplicable when it finds that there is nothing to check. */
  run(): Promise<void>;
}
