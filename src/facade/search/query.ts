import type { Filter, FilterBuilder } from '../../model/filter.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { OptionsOf } from '../../spi/call.ts';
import type { SortKey } from '../../spi/operations.ts';
import type { CallOptions } from '../calls/call-options.ts';
import type { SortableName } from '../classes/row-of.ts';

/** What a search asks for. All of it is checked before the connector is called: InvalidArgument names every problem. */
export interface Query<O extends ObjectClass = ObjectClass, K extends string = '*'> extends CallOptions {
  /** The text form, the data, or a function over the typed builder. */
  readonly filter?: string | Filter | ((f: FilterBuilder<O['attributes']>) => Filter) | undefined;
  /** Names of the attributes to bring; `'*'` stands for those returned by default. */
  readonly attributes?: readonly K[] | undefined;
  readonly sort?: readonly SortKey<SortableName<O>>[] | undefined;
  /** Rows of a page, 1 or more; by default the setting `pageSize` of the configuration, else 100. */
  readonly pageSize?: number | undefined;
  /** The cursor of a page of the same query, also from another process. */
  readonly cursor?: string | undefined;
  /** Rows to leave out at the beginning; not together with a cursor. */
  readonly offset?: number | undefined;
  /** The most rows to bring. */
  readonly limit?: number | undefined;
  /** Whether pages shall say how many rows there are in all, where the connector can tell. */
  readonly total?: 'none' | 'estimate' | 'exact' | undefined;
  readonly options?: OptionsOf<O, 'search', 'input'> | undefined;
}
