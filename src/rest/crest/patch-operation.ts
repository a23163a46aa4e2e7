/** One operation of a patch. CREST: PatchOperation. */
export interface PatchOperation {
  readonly operation: 'add' | 'remove' | 'replace' | 'increment' | 'move' | 'copy' | 'transform';
  readonly field: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: unknown;
  /** Whether a value was given: `remove` without one removes all. */
  readonly hasValue: boolean;
  /** Of a transform. */
  readonly script: TransformScript | undefined;
}

/** The script of a transform. CREST has its text in `source`; here it is named, and what it is stands in the configuration. */
export interface TransformScript {
  readonly name: string;
  /** Arguments besides the value. */
  readonly globals: Readonly<Record<string, unknown>>;
}
