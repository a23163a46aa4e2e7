import type { Messages } from '../../spi/messages.ts';

/**
 * The texts of the connector in other languages than English, which its configuration and its object classes speak themselves.
 *
 * @example
 * messages.de['region.display'];  // 'Region'
 */
export const messages = {
  de: {
    'connector.display': 'AWS IAM',
    'connector.category': 'Cloud',

    'accessKeyId.display': 'Zugriffsschlüssel-ID',
    'accessKeyId.help':
      'ID des Zugriffsschlüssels, der die Anfragen signiert oder mit dem `roleArn` angenommen wird. Erforderlich, wenn weder `useDefaultCredentials` noch `credentials` gesetzt ist.',
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
    'roleArn.help': 'ARN einer Rolle, die mit den obigen Anmeldedaten angenommen wird; jeder Aufruf von IAM geschieht dann als diese Rolle.',
    'externalId.display': 'Externe ID',
    'externalId.help': 'Was die Vertrauensrichtlinie der Rolle in `sts:ExternalId` verlangt. Nur zusammen mit `roleArn`.',
    'roleSessionName.display': 'Name der Rollensitzung',
    'roleSessionName.help': 'Name der Sitzung von `roleArn`; CloudTrail zeigt ihn bei jedem Aufruf.',
    'region.display': 'Region',
    'region.help':
      'IAM gibt es einmal je Partition: `aws-global` und jede kommerzielle Region führen zu iam.amazonaws.com, `cn-…` und `us-gov-…` zu ihrem eigenen. STS wird in dieser Region aufgerufen.',
    'pageSize.display': 'Seitengröße',
    'pageSize.help': 'Objekte je Seite, wenn der Aufrufer nichts sagt; der Konnektor selbst liest mit jedem Aufruf 1.000.',
    'credentialsExpiration.display': 'Dauer einer Rollensitzung in Sekunden',
    'credentialsExpiration.help':
      'Wie lange die Sitzung von `roleArn` dauern soll. AWS lehnt mehr als die Höchstdauer der Rolle ab, und mehr als 3600, wenn die Anmeldedaten selbst die einer Rolle sind.',
    'proxyHost.display': 'Proxy-Host',
    'proxyHost.help': 'Name oder Adresse des HTTP-Proxys, über den IAM und STS aufgerufen werden. Zusammen mit `proxyPort`.',
    'proxyPort.display': 'Proxy-Port',
    'proxyPort.help': 'Port des HTTP-Proxys.',
    'proxyUsername.display': 'Proxy-Benutzername',
    'proxyUsername.help':
      'Für einen Proxy, der Basic-Authentifizierung verlangt. Ohne Doppelpunkt: Basic-Authentifizierung kann hier keinen übertragen (RFC 7617, 2).',
    'proxyPassword.display': 'Proxy-Passwort',
    'proxyPassword.help': 'Das Passwort zu `proxyUsername`.',
    'proxyHostPort.display': 'Proxy (andere Schreibweise)',
    'proxyHostPort.help': 'Eine andere Schreibweise für `proxyHost` und `proxyPort`: `http://host:port`.',
    'connectionTimeout.display': 'Zeitlimit für Verbindungen in Millisekunden',
    'connectionTimeout.help':
      'Wie lange der Aufbau einer Verbindung dauern darf, über einen Proxy bis der Tunnel steht. Das Warten auf eine freie Verbindung zählt nicht.',
    'requestTimeout.display': 'Zeitlimit für Anfragen in Millisekunden',
    'requestTimeout.help': 'Wie lange ein Versuch auf den Beginn der Antwort warten und wie lange eine Antwort stocken darf.',
    'maxConnections.display': 'Verbindungen',
    'maxConnections.help': 'Wie viele Verbindungen zugleich offen und wie viele Anfragen zugleich unterwegs sind; die übrigen warten.',
    'maxAttempts.display': 'Versuche',
    'maxAttempts.help':
      'Wie oft eine Anfrage höchstens gesendet wird, wenn AWS sie drosselt oder das Netz versagt; 1 heißt keine Wiederholung. Fehler wegen Kontingenten werden nie wiederholt.',
    'endpoint.display': 'IAM-Endpunkt',
    'endpoint.help':
      'URL, die statt der von AWS aufgerufen wird: für einen Schnittstellenendpunkt, für moto oder das eingebettete AWS. Eine http-URL überträgt alles unverschlüsselt, auch Passwörter.',
    'stsEndpoint.display': 'STS-Endpunkt',
    'stsEndpoint.help': 'Dasselbe für STS; wenn nicht angegeben, gilt `endpoint`.',
    'caFile.display': 'Zertifizierungsstellen',
    'caFile.help':
      'Pfad einer PEM-Datei mit den Stellen, denen statt denen von Node vertraut wird, etwa der eines Proxys, der mitliest. Wird beim Öffnen des Konnektors gelesen.',

    '__ACCOUNT__.display': 'IAM-Benutzer',
    '__ACCOUNT__.help': 'Die IAM-Benutzer des AWS-Kontos.',
    '__ACCOUNT__.__NAME__.display': 'Benutzername',
    '__ACCOUNT__.__NAME__.help':
      'Buchstaben, Ziffern und _+=,.@-; im Konto einmalig, ohne Rücksicht auf Groß- und Kleinschreibung. AWS kann die Schreibweise allein nicht ändern, das ist also keine Umbenennung.',
    '__ACCOUNT__.UserId.display': 'Benutzer-ID',
    '__ACCOUNT__.UserId.help': 'Die eigene Kennung von AWS (AIDA…), die nie ein anderer Benutzer bekommt.',
    '__ACCOUNT__.Path.display': 'Pfad',
    '__ACCOUNT__.Path.help':
      'Beginnt und endet mit einem Schrägstrich. Er ist Teil der ARN: Wird ein Benutzer verschoben, greifen Richtlinien nicht mehr, die die alte nennen. Null setzt "/".',
    '__ACCOUNT__.Arn.display': 'ARN',
    '__ACCOUNT__.Arn.help': 'Der Amazon-Ressourcenname des Benutzers.',
    '__ACCOUNT__.CreatedDate.display': 'Angelegt',
    '__ACCOUNT__.CreatedDate.help': 'Wann der Benutzer angelegt wurde.',
    '__ACCOUNT__.PasswordLastUsed.display': 'Passwort zuletzt verwendet',
    '__ACCOUNT__.PasswordLastUsed.help': 'Fehlt, wenn der Benutzer kein Passwort hat oder es nie verwendet hat.',
    '__ACCOUNT__.PermissionsBoundary.display': 'Berechtigungsgrenze',
    '__ACCOUNT__.PermissionsBoundary.help': 'ARN der verwalteten Richtlinie, die begrenzt, was der Benutzer darf.',
    '__ACCOUNT__.Tags.display': 'Tags',
    '__ACCOUNT__.Tags.help':
      'Höchstens 50; Schlüssel sind einmalig ohne Rücksicht auf Groß- und Kleinschreibung. Ohne Value ist der Wert leer. Zum Entfernen genügt der Key.',
    '__ACCOUNT__.__ENABLE__.display': 'Aktiv',
    '__ACCOUNT__.__ENABLE__.help': 'Ob der Benutzer ein Konsolenpasswort oder einen aktiven Zugriffsschlüssel hat. Nur lesbar.',
    '__ACCOUNT__.__GROUPS__.display': 'Gruppen',
    '__ACCOUNT__.__GROUPS__.help': 'Namen der Gruppen, in denen der Benutzer Mitglied ist; höchstens 10.',
    '__ACCOUNT__.__PASSWORD__.display': 'Konsolenpasswort',
    '__ACCOUNT__.__PASSWORD__.help':
      'Legt das Anmeldeprofil an oder ändert es; null löscht es. Höchstens 128 Zeichen, und was die Passwortrichtlinie des Kontos verlangt.',

    '__GROUP__.display': 'IAM-Gruppe',
    '__GROUP__.help': 'Die IAM-Gruppen des AWS-Kontos.',
    '__GROUP__.__NAME__.display': 'Gruppenname',
    '__GROUP__.__NAME__.help':
      'Buchstaben, Ziffern und _+=,.@-; im Konto einmalig, ohne Rücksicht auf Groß- und Kleinschreibung. AWS kann die Schreibweise allein nicht ändern, das ist also keine Umbenennung.',
    '__GROUP__.GroupId.display': 'Gruppen-ID',
    '__GROUP__.GroupId.help': 'Die eigene Kennung von AWS (AGPA…), die nie eine andere Gruppe bekommt.',
    '__GROUP__.Path.display': 'Pfad',
    '__GROUP__.Path.help': 'Beginnt und endet mit einem Schrägstrich; Teil der ARN. Null setzt "/".',
    '__GROUP__.Arn.display': 'ARN',
    '__GROUP__.Arn.help': 'Der Amazon-Ressourcenname der Gruppe.',
    '__GROUP__.CreatedDate.display': 'Angelegt',
    '__GROUP__.CreatedDate.help': 'Wann die Gruppe angelegt wurde.',
    '__GROUP__.Members.display': 'Mitglieder',
    '__GROUP__.Members.help': 'Namen der Benutzer in der Gruppe.',
  },
} as const satisfies Messages;
