/** The settings of where credentials come from and of role sessions, in German. */
export const credentialSources = {
  'clientKey.display': 'Zugriffsschlüssel-ID (anderer Name)',
  'clientKey.help': 'Ein anderer Name für `accessKeyId`, nämlich der von EmpowerID.',
  'clientSecret.display': 'Geheimer Zugriffsschlüssel (anderer Name)',
  'clientSecret.help': 'Ein anderer Name für `secretKey`, nämlich der von EmpowerID.',
  'iamClient.display': 'Client des AWS SDK',
  'iamClient.help':
    'Ein Client des AWS SDK, den das Programm hat, etwa ein `IAMClient`: Seine Anmeldedaten gelten für jeden Dienst, seine Region, wo `region` nicht gesetzt ist, und sein eigener Endpunkt. Der Client selbst wird nicht aufgerufen: Seine Wiederholungen würden ein Anlegen wiederholen, dessen Antwort verloren ging.',
  'credentialSource.display': 'Herkunft der Anmeldedaten',
  'credentialSource.help':
    'Ein Ort, von dem die Anmeldedaten genommen werden, und kein anderer: `environment`, die Umgebungsvariablen; ein `profile` der gemeinsamen Dateien, was immer darin steht; ein Profil, das eines für `sso` oder für `process` sein muss; `webIdentity`, ein Token, mit dem eine Rolle angenommen wird; der Endpunkt eines `container` (ECS, EKS Pod Identity); die Metadaten einer EC2-`instance`.',
  'profile.display': 'Profil',
  'profile.help':
    'Name eines Profils in den gemeinsamen Dateien der AWS-Werkzeuge. Eines, das einen MFA-Code verlangt, lässt sich nicht verwenden: Niemand ist da, der ihn eintippt.',
  'sharedConfigFile.display': 'Gemeinsame Konfigurationsdatei',
  'sharedConfigFile.help':
    'Pfad der Datei, in der `profile` steht, statt `~/.aws/config` und `~/.aws/credentials`. Wird bei jeder Erneuerung der Anmeldedaten neu gelesen.',
  'webIdentityTokenFile.display': 'Datei des Web-Identity-Tokens',
  'webIdentityTokenFile.help':
    'Pfad eines Tokens eines OpenID-Connect-Anbieters, etwa eines Dienstkontos von Kubernetes, mit dem `roleArn` angenommen wird, oder die erste Rolle von `roleChain`. Wird für jede Sitzung neu gelesen. Ohne ihn nimmt `webIdentity` Datei und Rolle aus `AWS_WEB_IDENTITY_TOKEN_FILE` und `AWS_ROLE_ARN`.',
  'userName.display': 'Benutzername',
  'userName.help':
    'Name des IAM-Benutzers, dem die Anmeldedaten gehören, wie IDHub ihn kennt. Nennt AWS einen anderen, ist jeder Aufruf ein Fehler `Configuration`; eine Rolle hat keinen solchen Namen.',
  'siteName.display': 'Name der Site',
  'siteName.help':
    'Adresse der Anmeldeseite des Kontos, wie EmpowerID sie kennt. Eine Konto-ID darin ist ein `expectedAccountId`; sonst geschieht nichts mit ihr.',
  'roleChain.display': 'Rollen auf dem Weg',
  'roleChain.help':
    'ARNs von Rollen, die vor `roleArn` eine nach der anderen angenommen werden, jede mit den Anmeldedaten der vorigen. Die Sitzungen einer solchen Kette lässt AWS höchstens eine Stunde dauern.',
  'sourceIdentity.display': 'Quellidentität',
  'sourceIdentity.help':
    'Wer hinter der Sitzung steht, für CloudTrail; wird mit der ersten Rolle gesetzt, die angenommen wird, und von AWS weitergegeben. Die Vertrauensrichtlinie muss `sts:SetSourceIdentity` erlauben.',
  'sessionTags.display': 'Sitzungs-Tags',
  'sessionTags.help': 'Tags der Rollensitzungen, nach Schlüssel; höchstens 50. Die Vertrauensrichtlinie muss `sts:TagSession` erlauben.',
  'transitiveTagKeys.display': 'Weitergegebene Sitzungs-Tags',
  'transitiveTagKeys.help': 'Schlüssel aus `sessionTags`, die AWS von der ersten Rolle an jene weitergibt, die mit ihr angenommen werden.',
  'sessionPolicy.display': 'Sitzungsrichtlinie',
  'sessionPolicy.help':
    'Ein Richtliniendokument in JSON: Die Sitzung der Rolle, die arbeitet, darf, was sowohl diese als auch die Rolle erlaubt. Höchstens 2.048 Zeichen.',
  'sessionPolicyArns.display': 'Sitzungsrichtlinien',
  'sessionPolicyArns.help': 'ARNs verwalteter Richtlinien, die die Sitzung begrenzen wie `sessionPolicy`; höchstens 10.',
} as const;
