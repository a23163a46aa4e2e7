/** What a call needs besides its turn and others may have, such as a session of a pool. */
export interface Scarce {
  /** Gets it, and has it while `use` runs. */
  with<T>(use: () => Promise<T>): Promise<T>;
  /** Whether others have all there is: then not to get it says nothing of the system. */
  readonly exhausted: boolean;
}
