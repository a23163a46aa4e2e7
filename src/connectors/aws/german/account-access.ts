/** How users get in and what they may do, in German. */
export const accountAccess = {
  '__ACCOUNT__.__ENABLE__.display': 'Aktiv',
  '__ACCOUNT__.__ENABLE__.help':
    'Ob der Benutzer ein Konsolenpasswort oder einen aktiven Zugriffsschlüssel hat. Wahr öffnet die Konsole, wozu ohne Passwort eines im selben Aufruf gehört, und aktiviert die Zugriffsschlüssel, wenn `enableProgrammaticAccess` gesetzt ist; falsch schließt immer beides.',
  '__ACCOUNT__.ConsoleAccess.display': 'Konsolenzugang',
  '__ACCOUNT__.ConsoleAccess.help':
    'Ob der Benutzer ein Konsolenpasswort hat. Falsch nimmt es weg; wahr braucht ohne Passwort eines im selben Aufruf.',
  '__ACCOUNT__.ProgrammaticAccess.display': 'Programmzugang',
  '__ACCOUNT__.ProgrammaticAccess.help':
    'Ob der Benutzer einen aktiven Zugriffsschlüssel hat. Wahr aktiviert alle vorhandenen Schlüssel, falsch deaktiviert sie.',
  '__ACCOUNT__.MFAActive.display': 'MFA aktiv',
  '__ACCOUNT__.MFAActive.help': 'Ob der Benutzer ein MFA-Gerät hat.',
  '__ACCOUNT__.__FORCE_PASSWORD_CHANGE__.display': 'Passwort muss geändert werden',
  '__ACCOUNT__.__FORCE_PASSWORD_CHANGE__.help':
    'Ob der Benutzer bei der nächsten Anmeldung ein anderes Passwort setzen muss; fehlt ohne Konsolenpasswort. Geht `changePasswordNextSignIn` vor.',
  '__ACCOUNT__.RemainingAccess.display': 'Verbleibender Zugang',
  '__ACCOUNT__.RemainingAccess.help':
    'Was den Benutzer außer Konsole und Zugriffsschlüsseln hineinlässt: aktive SSH-Schlüssel, dienstspezifische Anmeldedaten und Signaturzertifikate, je mit Kennung. Ein Aufruf, der den Benutzer deaktiviert, nennt es unter seinen Nebenwirkungen, mit den Sitzungen, die noch laufen.',
  '__ACCOUNT__.PermissionsBoundary.display': 'Berechtigungsgrenze',
  '__ACCOUNT__.PermissionsBoundary.help': 'ARN der verwalteten Richtlinie, die begrenzt, was der Benutzer darf.',
  '__ACCOUNT__.AttachedPolicies.display': 'Angehängte Richtlinien',
  '__ACCOUNT__.AttachedPolicies.help':
    'ARNs der verwalteten Richtlinien, die am Benutzer selbst hängen; 10, wenn AWS dem Konto nicht mehr erlaubt hat.',
  '__ACCOUNT__.InlinePolicies.display': 'Eingebettete Richtlinien',
  '__ACCOUNT__.InlinePolicies.help':
    'Die Richtlinien im Benutzer selbst, Dokumente als JSON, zusammen höchstens 2.048 Zeichen. Dokumente, die dasselbe bedeuten, sind gleich. Zum Entfernen genügt der PolicyName.',
  '__ACCOUNT__.InheritedPolicies.display': 'Geerbte Richtlinien',
  '__ACCOUNT__.InheritedPolicies.help':
    'Die Richtlinien, die der Benutzer von seinen Gruppen hat: verwaltete mit PolicyArn, eingebettete mit PolicyName. Nur gelesen, wenn `policyGroup` gesetzt ist.',
  '__ACCOUNT__.AccessKeys.display': 'Zugriffsschlüssel',
  '__ACCOUNT__.AccessKeys.help':
    'Einen vorhandenen hinzuzufügen setzt seinen Status; entfernen löscht ihn. Neue kommen von den Hooks `createAccessKey` und `rotateAccessKey`.',
  '__ACCOUNT__.MFADevices.display': 'MFA-Geräte',
  '__ACCOUNT__.MFADevices.help': 'Entfernen deaktiviert eines; ein virtuelles Gerät wird auch gelöscht.',
  '__ACCOUNT__.SSHPublicKeys.display': 'Öffentliche SSH-Schlüssel',
  '__ACCOUNT__.SSHPublicKeys.help': 'Einen vorhandenen hinzuzufügen setzt seinen Status; entfernen löscht ihn.',
  '__ACCOUNT__.SigningCertificates.display': 'Signaturzertifikate',
  '__ACCOUNT__.SigningCertificates.help': 'Ein vorhandenes hinzuzufügen setzt seinen Status; entfernen löscht es.',
  '__ACCOUNT__.ServiceSpecificCredentials.display': 'Dienstspezifische Anmeldedaten',
  '__ACCOUNT__.ServiceSpecificCredentials.help':
    'Vorhandene hinzuzufügen setzt ihren Status; entfernen löscht sie. Neue kommen vom Hook `createServiceSpecificCredential`.',
} as const;
