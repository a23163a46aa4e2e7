/** The settings of the accounts to work in, in German. */
export const managedAccounts = {
  'accounts.display': 'Konten',
  'accounts.help':
    'IDs der Konten, in denen gearbeitet wird, in jedem über die Rolle `accountRole`; in dem Konto, dem die Anmeldedaten gehören, mit diesen selbst. Ohne diese Einstellung und `discoverAccounts` nur in jenem Konto.',
  'discoverAccounts.display': 'Konten ermitteln',
  'discoverAccounts.help':
    'In jedem aktiven Konto arbeiten, das AWS Organizations auflistet. Die Anmeldedaten müssen zum Verwaltungskonto oder zu einem delegierten Administrator gehören und `organizations:ListAccounts` aufrufen dürfen.',
  'includeAccounts.display': 'Eingeschlossene Konten',
  'includeAccounts.help':
    'Von den ermittelten Konten nur diese: IDs oder Namen ohne Rücksicht auf Groß- und Kleinschreibung, in denen `*` für beliebigen Text steht und `?` für ein Zeichen. Nur zusammen mit `discoverAccounts`.',
  'excludeAccounts.display': 'Ausgeschlossene Konten',
  'excludeAccounts.help': 'Von den ermittelten Konten diese nicht, geschrieben wie bei `includeAccounts`; Ausschließen zählt mehr als Einschließen.',
  'accountRole.display': 'Rolle in jedem Konto',
  'accountRole.help':
    'Name der Rolle, die in jedem Konto angenommen wird, mit Pfad, wenn sie einen hat: `identity/provisioner`. Die voreingestellte legt AWS Organizations in Konten an, die es selbst erstellt, nicht aber im Verwaltungskonto.',
  'expectedAccountId.display': 'Erwartetes Konto',
  'expectedAccountId.help':
    'ID des Kontos, dem die Anmeldedaten nach `roleArn` gehören müssen. Gehören sie einem anderen, wird nichts gelesen oder geschrieben: Jeder Aufruf ist ein Fehler `Configuration`.',
  'tenantId.display': 'Erwartetes Konto (anderer Name)',
  'tenantId.help': 'Ein anderer Name für `expectedAccountId`, nämlich der von EmpowerID.',
} as const;
