/** How AWS is reached, in German. */
export const connection = {
  'connector.display': 'AWS IAM',
  'connector.category': 'Cloud',
  'region.display': 'Region',
  'region.help':
    'IAM gibt es einmal je Partition: `aws-global` und jede kommerzielle Region führen zu iam.amazonaws.com, `cn-…` und `us-gov-…` zu ihrem eigenen. Die anderen Dienste werden in dieser Region aufgerufen, bei `aws-global` in der wichtigsten der Partition.',
  'pageSize.display': 'Seitengröße',
  'pageSize.help': 'Objekte je Seite, wenn der Aufrufer nichts sagt; der Konnektor selbst liest mit jedem Aufruf 1.000.',
  'proxyHost.display': 'Proxy-Host',
  'proxyHost.help': 'Name oder Adresse des HTTP-Proxys, über den AWS aufgerufen wird. Zusammen mit `proxyPort`.',
  'proxyPort.display': 'Proxy-Port',
  'proxyPort.help': 'Port des HTTP-Proxys.',
  'proxyUsername.display': 'Proxy-Benutzername',
  'proxyUsername.help':
    'Für einen Proxy, der Basic-Authentifizierung verlangt. Ohne Doppelpunkt: Basic-Authentifizierung kann hier keinen übertragen (RFC 7617, 2).',
  'proxyPassword.display': 'Proxy-Passwort',
  'proxyPassword.help': 'Das Passwort zu `proxyUsername`.',
  'proxyHostPort.display': 'Proxy (andere Schreibweise)',
  'proxyHostPort.help': 'Eine andere Schreibweise für `proxyHost` und `proxyPort`: `http://host:port`.',
  'noProxy.display': 'Ohne Proxy',
  'noProxy.help':
    'Was ohne den Proxy erreicht wird: Hosts, Endungen (`*.example.org` oder `.example.org`, was darunter liegt), Adressen, Netze (`10.0.0.0/8`), jeder Host mit oder ohne Port dahinter; `*` steht für alles.',
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
  'endpoint.display': 'Endpunkt',
  'endpoint.help':
    'URL, die statt der von AWS aufgerufen wird: für einen Schnittstellenendpunkt, für moto oder das eingebettete AWS. Eine http-URL überträgt alles unverschlüsselt, auch Passwörter.',
  'stsEndpoint.display': 'STS-Endpunkt',
  'stsEndpoint.help': 'Dasselbe für STS; wenn nicht angegeben, gilt `endpoint`.',
  'endpoints.display': 'Endpunkte je Dienst',
  'endpoints.help':
    'Dasselbe für einzelne Dienste, deren Endpunkt ein anderer ist als `endpoint`: `iam`, `sts`, `organizations`, `cloudtrail`, `sqs`, `ec2`.',
  'useFipsEndpoint.display': 'FIPS-Endpunkte',
  'useFipsEndpoint.help': 'Die Endpunkte aufrufen, deren Kryptographie nach FIPS 140 geprüft ist. Nicht jeder Dienst hat in jeder Region einen.',
  'useDualstackEndpoint.display': 'Dual-Stack-Endpunkte',
  'useDualstackEndpoint.help': 'Die Endpunkte aufrufen, die auch über IPv6 erreichbar sind.',
  'caFile.display': 'Zertifizierungsstellen',
  'caFile.help':
    'Pfad einer PEM-Datei mit den Stellen, denen statt denen von Node vertraut wird, etwa der eines Proxys, der mitliest. Wird beim Öffnen des Konnektors gelesen.',
} as const;
