/** What is there when somebody tries the gateway. */
export const tryObjects = {
  directory: [
    {
      objectClass: '__ACCOUNT__',
      name: 'ada',
      attributes: { givenName: 'Ada', familyName: 'Lovelace', mail: 'ada@example.org', __GROUPS__: ['engineers'] },
    },
    {
      objectClass: '__ACCOUNT__',
      name: 'grace',
      attributes: { givenName: 'Grace', familyName: 'Hopper', mail: 'grace@example.org', __GROUPS__: ['engineers'] },
    },
    {
      objectClass: '__ACCOUNT__',
      name: 'alan',
      attributes: { givenName: 'Alan', familyName: 'Turing', mail: 'alan@example.org', __ENABLE__: false },
    },
    { objectClass: '__GROUP__', name: 'engineers', attributes: { __DESCRIPTION__: 'Who builds' } },
  ],
  users: [
    { name: 'frank@example.com', tags: { Project: 'Meteor' }, groups: ['developers'], password: 'Correct-horse-1' },
    { name: 'testFR4User', path: '/contractors/' },
    { name: 'testFR5User', accessKeys: ['Active'] },
  ],
} as const;
