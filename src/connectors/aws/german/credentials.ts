/** The settings of credentials and roles, in German. */
export const credentials = {
  'accessKeyId.display': 'Zugriffsschlüssel-ID',
  'accessKeyId.help':
    'ID des Zugriffsschlüssels, der die Anfragen signiert oder mit dem `roleArn` angenommen wird. Erforderlich, wenn keine andere Herkunft der Anmeldedaten gesetzt ist.',
  'secretKey.display': 'Geheimer Zugriffsschlüssel',
  'secretKey.help': 'Das Geheimnis zu `accessKeyId`; zusammen mit dieser erforderlich.',
  'secretAccessKey.display': 'Geheimer Zugriffsschlüssel (anderer Name)',
  'secretAccessKey.help': 'Ein anderer Name für `secretKey`, nämlich der, den AWS verwendet.',
  'sessionToken.display': 'Sitzungstoken',
  'sessionToken.help': 'Gehört zu einer befristeten `accessKeyId`. Solche Schlüssel werden nicht erneuert: Sie dienen, bis sie ablaufen.',
  'useDefaultCredentials.display': 'Standard-Anmeldedaten verwenden',
  'useDefaultCredentials.help':
    'Die Anmeldedaten dort suchen, wo es das AWS SDK von sich aus tut: Umgebungsvariablen, gemeinsame Dateien und Profile, Web-Identity-Token, Container, EC2-Instanz. Geschieht nur, wenn es hier eingeschaltet ist.',
  'credentials.display': 'Quelle der Anmeldedaten',
  'credentials.help':
    'Eine Funktion des Programms, die Anmeldedaten beschafft: `() => Promise<{ accessKeyId, secretAccessKey, sessionToken?, expiration? }>`. Jeder Provider des AWS SDK passt.',
  'roleArn.display': 'Rolle',
  'roleArn.help': 'ARN einer Rolle, die mit den obigen Anmeldedaten angenommen wird; jeder Aufruf geschieht dann als diese Rolle.',
  'externalId.display': 'Externe ID',
  'externalId.help': 'Was eine Vertrauensrichtlinie in `sts:ExternalId` verlangt; wird mit jeder Rolle gesendet, die angenommen wird.',
  'roleSessionName.display': 'Name der Rollensitzung',
  'roleSessionName.help': 'Name der Rollensitzungen; CloudTrail zeigt ihn bei jedem Aufruf.',
  'credentialsExpiration.display': 'Dauer einer Rollensitzung in Sekunden',
  'credentialsExpiration.help':
    'Wie lange die Sitzung einer Rolle dauern soll. AWS lehnt mehr als die Höchstdauer der Rolle ab, und mehr als 3600, wenn die Anmeldedaten selbst die einer Rolle sind.',
} as const;
