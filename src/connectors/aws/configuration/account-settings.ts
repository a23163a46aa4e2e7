/** What writing and reading users and groups does in this installation, and what is never written. IDHub and EmpowerID have most of these. */
export const accountSettings = {} as const;
