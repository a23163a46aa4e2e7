import { reportSettings } from './report-settings.ts';
import { syncSettings } from './sync-settings.ts';

/** Where changes come from, and how old what is read in bulk may be. */
export const incrementalSettings = { ...syncSettings, ...reportSettings } as const;
