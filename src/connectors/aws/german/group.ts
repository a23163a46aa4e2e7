/** The class of groups, in German. */
export const group = {
  '__GROUP__.display': 'IAM-Gruppe',
  '__GROUP__.help': 'Die IAM-Gruppen des AWS-Kontos.',
  '__GROUP__.__NAME__.display': 'Gruppenname',
  '__GROUP__.__NAME__.help':
    'Buchstaben, Ziffern und _+=,.@-; im Konto einmalig, ohne Rücksicht auf Groß- und Kleinschreibung. AWS kann die Schreibweise allein nicht ändern, das ist also keine Umbenennung.',
  '__GROUP__.GroupId.display': 'Gruppen-ID',
  '__GROUP__.GroupId.help': 'Die eigene Kennung von AWS (AGPA…), die nie eine andere Gruppe bekommt.',
  '__GROUP__.Path.display': 'Pfad',
  '__GROUP__.Path.help':
    'Beginnt und endet mit einem Schrägstrich; Teil der ARN. Eine neue Gruppe ohne Pfad bekommt `defaultGroupPath`. Null setzt "/".',
  '__GROUP__.Arn.display': 'ARN',
  '__GROUP__.Arn.help': 'Der Amazon-Ressourcenname der Gruppe.',
  '__GROUP__.AccountId.display': 'Konto',
  '__GROUP__.AccountId.help':
    'Das AWS-Konto, in dem die Gruppe ist. Ein Anlegen darf es nennen: Es sagt, wo, wenn der Konnektor in mehreren arbeitet.',
  '__GROUP__.CreatedDate.display': 'Angelegt',
  '__GROUP__.CreatedDate.help': 'Wann die Gruppe angelegt wurde.',
  '__GROUP__.Members.display': 'Mitglieder',
  '__GROUP__.Members.help': 'Namen der Benutzer in der Gruppe.',
  '__GROUP__.AttachedPolicies.display': 'Angehängte Richtlinien',
  '__GROUP__.AttachedPolicies.help': 'ARNs der verwalteten Richtlinien, die an die Gruppe angehängt sind; höchstens 10.',
  '__GROUP__.InlinePolicies.display': 'Eingebettete Richtlinien',
  '__GROUP__.InlinePolicies.help':
    'Die Richtlinien in der Gruppe selbst, Dokumente als JSON, zusammen höchstens 5.120 Zeichen. Dokumente, die dasselbe bedeuten, sind dasselbe. Zum Entfernen genügt der PolicyName.',
} as const;
