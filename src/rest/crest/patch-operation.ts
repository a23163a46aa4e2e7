/** One operation of a patch. CREST: PatchOperation. */
export interface PatchOperation {
  readonly operation: 'add' | 'remove' | 'replace' | 'increment' | 'move' | 'copy';
  readonly field: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: unknown;
  /** Whether a value was given: `remove` without one removes all. */
  readonly hasValue: boolean;
}
