/** How AWS is reached, in German. */
export const connection = {
  'connector.display': 'AWS IAM',
  'connector.category': 'Cloud',
  'region.display': 'Region',
  'region.help':
    'IAM gibt es einmal je Partition: `aws-global` und jede kommerzielle Region führen zu iam.amazonaws.com, `cn-…` und `us-gov-…` zu ihrem eigenen. STS wird in dieser Region aufgerufen.',
  'pageSize.display': 'Seitengröße',
  'pageSize.help': 'Objekte je Seite, wenn der Aufrufer nichts sagt; der Konnektor selbst liest mit jedem Aufruf 1.000.',
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
} as const;
