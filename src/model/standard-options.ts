/** The types of ICF's standard options that a connector may declare. */
export interface StandardOptions {
  readonly SCOPE: { readonly enum: readonly ['object', 'onelevel', 'subtree'] };
  readonly CONTAINER: {
    readonly type: 'object';
    readonly properties: { readonly objectClass: { readonly type: 'string' }; readonly uid: { readonly type: 'string' } };
    readonly required: readonly ['objectClass', 'uid'];
  };
  readonly RUN_AS_USER: { readonly type: 'string' };
  readonly RUN_WITH_PASSWORD: { readonly type: 'string'; readonly writeOnly: true };
  readonly ALLOW_PARTIAL_RESULTS: { readonly type: 'boolean' };
  readonly ALLOW_PARTIAL_ATTRIBUTE_VALUES: { readonly type: 'boolean' };
}

/**
 * ICF's standard options, ready to be declared by an object class. Paging, sorting and projection are not among them: they are arguments of their own.
 *
 * @example
 * const Unit = objectClass('organizationalUnit', { __NAME__: attr.string() }, {
 *   container: true,
 *   options: { search: { SCOPE: standardOptions.SCOPE, CONTAINER: standardOptions.CONTAINER } },
 * });
 */
export const standardOptions: StandardOptions = {
  SCOPE: { enum: ['object', 'onelevel', 'subtree'] },
  CONTAINER: { type: 'object', properties: { objectClass: { type: 'string' }, uid: { type: 'string' } }, required: ['objectClass', 'uid'] },
  RUN_AS_USER: { type: 'string' },
  RUN_WITH_PASSWORD: { type: 'string', writeOnly: true },
  ALLOW_PARTIAL_RESULTS: { type: 'boolean' },
  ALLOW_PARTIAL_ATTRIBUTE_VALUES: { type: 'boolean' },
};
