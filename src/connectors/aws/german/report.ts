/** The settings about AWS's credential report, and the attributes that come from it, in German. */
export const report = {
  'bulkState.display': 'Zustand im Ganzen',
  'bulkState.help':
    'Woher Suchen, die Benutzer auflisten, Passwörter, Zugriffsschlüssel, MFA und Zertifikate haben: `report` nimmt den Anmeldeinformationsbericht von AWS, wenige Aufrufe für alle Benutzer, bis zu vier Stunden alt, und liest die Benutzer direkt, die er nicht kennen kann; `live` liest jeden Benutzer, ein bis drei Aufrufe je Benutzer. Ein einzelner Benutzer wird immer direkt gelesen.',
  'reportMaxAge.display': 'Höchstalter des Berichts, in Sekunden',
  'reportMaxAge.help':
    'Wie alt der Anmeldeinformationsbericht sein darf. AWS macht nur alle vier Stunden einen neuen; hat es nur einen älteren, werden die Benutzer direkt gelesen.',
} as const;
