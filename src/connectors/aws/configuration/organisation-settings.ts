/** Which accounts of an organisation the connector works in, and whether it may write computers. */
export const organisationSettings = {} as const;
