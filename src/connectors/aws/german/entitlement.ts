/** The class of entitlements, in German. */
export const entitlement = {
  'Entitlement.display': 'Berechtigung',
  'Entitlement.help': 'Gruppen, verwaltete Richtlinien und Rollen in einer Liste.',
  'Entitlement.__NAME__.display': 'Name',
  'Entitlement.__NAME__.help': 'Der Name der Gruppe, der Richtlinie oder der Rolle; eine Gruppe und eine Richtlinie können denselben haben.',
  'Entitlement.description.display': 'Beschreibung',
  'Entitlement.description.help': 'Einer Richtlinie oder einer Rolle; Gruppen haben keine. Kostet einen Aufruf für jede Richtlinie.',
  'Entitlement.entitlementArn.display': 'ARN',
  'Entitlement.entitlementArn.help': 'Die Uid.',
  'Entitlement.type.display': 'Art',
  'Entitlement.type.help': 'Was sie ist.',
  'Entitlement.usedAs.display': 'Verwendet als',
  'Entitlement.usedAs.help':
    'Wie sie besessen wird: `membership` bei einer Gruppe, `assumed role` bei einer Rolle, `permissions policy` bei einer Richtlinie, die an jemanden angehängt ist, `permissions boundary` bei einer, die jemanden begrenzt. Eine Richtlinie, die niemand hat, hat nichts davon.',
  'Entitlement.AccountId.display': 'Konto',
  'Entitlement.AccountId.help': 'Das AWS-Konto, in dem sie ist; die Richtlinien von AWS sind in keinem.',
  'Entitlement.Users.display': 'Benutzer',
  'Entitlement.Users.help': 'Namen der Benutzer in der Gruppe oder derer, an die die Richtlinie angehängt ist.',
  'Entitlement.Groups.display': 'Gruppen',
  'Entitlement.Groups.help': 'Namen der Gruppen, an die die Richtlinie angehängt ist.',
  'Entitlement.Roles.display': 'Rollen',
  'Entitlement.Roles.help': 'Namen der Rollen, an die die Richtlinie angehängt ist.',
} as const;
