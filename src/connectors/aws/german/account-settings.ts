/** The settings about users and groups, in German. */
export const accountSettings = {
  'enableProgrammaticAccess.display': 'Programmzugriff mit aktivieren',
  'enableProgrammaticAccess.help':
    'Ob das Aktivieren eines Benutzers außer der Konsole auch seine Zugriffsschlüssel aktiviert. Das Deaktivieren schaltet sie in jedem Fall ab.',
  'passwordEnablesConsole.display': 'Passwort öffnet Konsole',
  'passwordEnablesConsole.help':
    'Ob das Setzen des Passworts bei einem Benutzer ohne Passwort eines anlegt. Ausgeschaltet kann ein Passwortabgleich keinen Ausgeschiedenen wieder hineinlassen: Ohne Konsolenpasswort wird nichts gesetzt, was die Antwort sagt, außer derselbe Aufruf aktiviert den Benutzer.',
  'changePasswordNextSignIn.display': 'Passwortwechsel bei der nächsten Anmeldung',
  'changePasswordNextSignIn.help':
    'Ob ein Benutzer ein hier gesetztes Passwort bei der nächsten Anmeldung ändern muss. `__FORCE_PASSWORD_CHANGE__` in einem Aufruf geht vor.',
  'revokeOnDisable.display': 'Beim Deaktivieren alles entziehen',
  'revokeOnDisable.help':
    'Ob das Deaktivieren eines Benutzers auch SSH-Schlüssel, dienstspezifische Anmeldedaten und Signaturzertifikate deaktiviert und laufende Sitzungen beendet. Ausgeschaltet sagt die Antwort, was den Benutzer noch hineinlässt.',
  'policyGroup.display': 'Richtlinien der Gruppen',
  'policyGroup.help': 'Ob `InheritedPolicies` gelesen wird: zwei Aufrufe für jede Gruppe eines Benutzers.',
  'passwordLastUsed.display': 'Passwort zuletzt verwendet',
  'passwordLastUsed.help': 'Ob `PasswordLastUsed` gelesen wird.',
  'timeZone.display': 'Zeitzone',
  'timeZone.help':
    'Nur für Daten in Texten: ein IANA-Name wie Europe/Berlin, oder `IST` für Asia/Kolkata. Attribute sind Zeitpunkte und haben keine Zone.',
  'defaultUserPath.display': 'Pfad neuer Benutzer',
  'defaultUserPath.help': 'Der Pfad eines Benutzers, der ohne einen angelegt wird; "/", wenn nichts anderes gesagt ist.',
  'defaultUserCreationPath.display': 'Pfad neuer Benutzer (anderer Name)',
  'defaultUserCreationPath.help': 'EmpowerIDs Name für `defaultUserPath`.',
  'defaultGroupPath.display': 'Pfad neuer Gruppen',
  'defaultGroupPath.help': 'Der Pfad einer Gruppe, die ohne einen angelegt wird; "/", wenn nichts anderes gesagt ist.',
  'defaultGroupCreationPath.display': 'Pfad neuer Gruppen (anderer Name)',
  'defaultGroupCreationPath.help': 'EmpowerIDs Name für `defaultGroupPath`.',
  'profileTags.display': 'Tags der Profilattribute',
  'profileTags.help': 'Der Tag-Schlüssel jedes Profilattributs, das nicht in `profile:NAME` steht, nach dem Namen des Attributs.',
  'splitLongTags.display': 'Lange Tags aufteilen',
  'splitLongTags.help':
    'Ob ein Profilwert, den ein Tag nicht fasst, trotzdem geschrieben wird: auf mehrere Tags verteilt (`profile:streetAddress`, `profile:streetAddress:2`), Zeichen, die AWS ablehnt, kodiert. Ausgeschaltet wird er abgelehnt.',
} as const;
