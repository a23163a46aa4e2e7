/** The class of users, in German. */
export const account = {
  '__ACCOUNT__.display': 'IAM-Benutzer',
  '__ACCOUNT__.help': 'Die IAM-Benutzer des AWS-Kontos.',
  '__ACCOUNT__.__NAME__.display': 'Benutzername',
  '__ACCOUNT__.__NAME__.help':
    'Buchstaben, Ziffern und _+=,.@-; im Konto einmalig, ohne Rücksicht auf Groß- und Kleinschreibung. AWS kann die Schreibweise allein nicht ändern, das ist also keine Umbenennung.',
  '__ACCOUNT__.UserId.display': 'Benutzer-ID',
  '__ACCOUNT__.UserId.help': 'Die eigene Kennung von AWS (AIDA…), die nie ein anderer Benutzer bekommt.',
  '__ACCOUNT__.Path.display': 'Pfad',
  '__ACCOUNT__.Path.help':
    'Beginnt und endet mit einem Schrägstrich. Er ist Teil der ARN: Wird ein Benutzer verschoben, greifen Richtlinien nicht mehr, die die alte nennen. Ein neuer Benutzer ohne Pfad bekommt `defaultUserPath`. Null setzt "/".',
  '__ACCOUNT__.Arn.display': 'ARN',
  '__ACCOUNT__.Arn.help': 'Der Amazon-Ressourcenname des Benutzers.',
  '__ACCOUNT__.AccountId.display': 'Konto',
  '__ACCOUNT__.AccountId.help':
    'Das AWS-Konto, in dem der Benutzer ist. Beim Anlegen kann es genannt werden: Es sagt, wo, wenn der Konnektor in mehreren arbeitet.',
  '__ACCOUNT__.CreatedDate.display': 'Angelegt',
  '__ACCOUNT__.CreatedDate.help': 'Wann der Benutzer angelegt wurde.',
  '__ACCOUNT__.PasswordLastUsed.display': 'Passwort zuletzt verwendet',
  '__ACCOUNT__.PasswordLastUsed.help': 'Fehlt, wenn der Benutzer kein Passwort hat oder es nie verwendet hat, und wenn `passwordLastUsed` aus ist.',
  '__ACCOUNT__.Tags.display': 'Tags',
  '__ACCOUNT__.Tags.help':
    'Höchstens 50; Schlüssel sind einmalig ohne Rücksicht auf Groß- und Kleinschreibung. Ohne Value ist der Wert leer. Zum Entfernen genügt der Key. Tags, in denen ein Profilattribut steht, sind nicht dabei.',
  '__ACCOUNT__.__GROUPS__.display': 'Gruppen',
  '__ACCOUNT__.__GROUPS__.help': 'Namen der Gruppen, in denen der Benutzer Mitglied ist; höchstens 10.',
  '__ACCOUNT__.__PASSWORD__.display': 'Konsolenpasswort',
  '__ACCOUNT__.__PASSWORD__.help':
    'Legt das Anmeldeprofil an oder ändert es; null löscht es. Höchstens 128 Zeichen, und was die Passwortrichtlinie des Kontos verlangt. Mit ausgeschaltetem `passwordEnablesConsole` wird keines angelegt, außer derselbe Aufruf aktiviert den Benutzer.',
} as const;
