import type { ObjectClass } from '../../model/object-class.ts';
import type { Row } from '../../model/row.ts';
import type { IsDynamic, ProjectedAttributes, ReadAttributes, Readable, Where } from '../../model/typed-attributes.ts';

/** Attributes that a read may name. */
export type ReadableName<O extends ObjectClass> = IsDynamic<O['attributes']> extends true ? string : Readable<O['attributes']> & string;

/** Attributes that the connector can sort by. */
export type SortableName<O extends ObjectClass> =
  IsDynamic<O['attributes']> extends true ? string : Where<O['attributes'], 'sortable', true> & string;

/** The row of a read that names the attributes `K`; `'*'` stands for those returned by default. */
export type RowOf<O extends ObjectClass, K> = Row<
  O['name'],
  [K] extends ['*'] ? ReadAttributes<O['attributes']> : '*' extends K ? ReadAttributes<O['attributes']> : ProjectedAttributes<O['attributes'], K>
>;
