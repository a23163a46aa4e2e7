/** Where changes come from, and how old what is read in bulk may be. */
export const incrementalSettings = {} as const;
