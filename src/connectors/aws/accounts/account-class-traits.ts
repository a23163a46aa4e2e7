/** What a sweep over accounts needs to know of an object class. */
export interface AccountClass {
  /** Attributes that name objects of the same account by their uid: `__GROUPS__`, `Members`. */
  readonly references: readonly string[];
}
