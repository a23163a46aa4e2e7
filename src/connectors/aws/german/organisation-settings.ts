/** The settings of sweeps over accounts, organisational units and computers, in German. */
export const organisationSettings = {
  'accountTimeout.display': 'Zeitlimit für ein Konto in Millisekunden',
  'accountTimeout.help':
    'In einer Sitzung mit mehreren Konten: wie lange AWS brauchen darf, um alles zu beantworten, was eine Suche eines davon fragt. Ein Konto, das länger braucht, wird als fehlgeschlagen aufgeführt; die anderen hält es nicht auf.',
  'parentId.display': 'Übergeordnete ID',
  'parentId.help':
    'Wurzel (`r-…`) oder Organisationseinheit (`ou-…`), in der Organisationseinheiten angelegt werden, wenn das Anlegen keine `ParentId` nennt.',
  'computerRegions.display': 'Regionen der Computer',
  'computerRegions.help': 'Die Regionen, deren EC2-Instanzen gelesen werden; ohne sie jede Region, die im Konto freigeschaltet ist.',
  'manageComputers.display': 'Computer verwalten',
  'manageComputers.help': 'Erlauben, EC2-Instanzen anzulegen, zu starten, anzuhalten, zu taggen und zu beenden. Sonst werden sie nur gelesen.',
} as const;
