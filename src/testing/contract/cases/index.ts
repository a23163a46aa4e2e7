import type { SuiteCases, SuiteClassCases } from '../suite-subject.ts';
import { authenticating } from './authenticate.ts';
import { cancellation } from './cancellation.ts';
import { concurrency } from './concurrency.ts';
import { configuring } from './configuration.ts';
import { creating } from './create.ts';
import { deleting } from './delete.ts';
import { discovering } from './discovery.ts';
import { fuzz } from './fuzz.ts';
import { getting } from './get.ts';
import { liveSyncing } from './live-sync.ts';
import { messages } from './messages.ts';
import { references } from './references.ts';
import { refusedCreates } from './refused-create.ts';
import { refusedUpdates } from './refused-update.ts';
import { resolving } from './resolve-username.ts';
import { schemaOfClass } from './schema.ts';
import { scripts } from './scripts.ts';
import { searchBasics } from './search-basics.ts';
import { filterMatrix } from './search-filters.ts';
import { paging } from './search-paging.ts';
import { projection } from './search-projection.ts';
import { sorting } from './search-sorting.ts';
import { searchUse } from './search-use.ts';
import { secrets } from './secrets.ts';
import { sessions } from './session.ts';
import { special } from './special-attributes.ts';
import { syncing } from './sync-changes.ts';
import { updating } from './update.ts';
import { updatingLists } from './update-lists.ts';

/** Where the cases of the connector as a whole come from, in the order in which they run. */
export const connectorCases: readonly SuiteCases[] = [messages, configuring, sessions, discovering, scripts];

/** Where the cases of every object class come from, in the order in which they run. */
export const classCases: readonly SuiteClassCases[] = [
  schemaOfClass,
  creating,
  refusedCreates,
  getting,
  searchBasics,
  filterMatrix,
  paging,
  sorting,
  projection,
  searchUse,
  updating,
  updatingLists,
  refusedUpdates,
  deleting,
  authenticating,
  resolving,
  special,
  references,
  syncing,
  liveSyncing,
  cancellation,
  concurrency,
  fuzz,
  secrets,
];
