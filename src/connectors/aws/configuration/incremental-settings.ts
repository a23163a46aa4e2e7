import { reportSettings } from './report-settings.ts';

/** Where changes come from, and how old what is read in bulk may be. */
export const incrementalSettings = { ...reportSettings } as const;
