/** The settings that keep the connector from writing, in German. */
export const guardRails = {
  'managedPath.display': 'Verwalteter Pfad',
  'managedPath.help':
    'Geschrieben wird nur, was unter diesem Pfad liegt: Benutzer, Gruppen, Rollen und Richtlinien anderswo können gelesen, aber nicht geändert werden. Ohne ihn darf alles geschrieben werden.',
  'protect.display': 'Geschützte Namen',
  'protect.help':
    'Namen von Benutzern, Gruppen, Rollen und Richtlinien, die nie geschrieben werden, ohne Rücksicht auf Groß- und Kleinschreibung; `*` steht für beliebigen Text, `?` für ein Zeichen.',
  'readOnly.display': 'Nur lesen',
  'readOnly.help': 'Jedes Schreiben ablehnen, bevor AWS gefragt wird.',
} as const;
