/** The settings about where changes come from, in German. */
export const sync = {
  'syncSource.display': 'Quelle der Änderungen',
  'syncSource.help':
    'Woher sync und liveSync erfahren, was sich geändert hat: `cloudtrail` fragt den Ereignisverlauf von CloudTrail, der keine Einrichtung braucht und 5 bis 15 Minuten hinterher ist; `sqs` liest die Warteschlangen von `queueUrl` und `queueUrls`, die eine EventBridge-Regel binnen einer Minute füllt; `none` hat kein sync.',
  'cloudTrailRegion.display': 'Region von CloudTrail',
  'cloudTrailRegion.help':
    'Region, deren Ereignisverlauf gefragt wird. Die Ereignisse von IAM stehen nur in `us-east-1`, in China in `cn-north-1`, in GovCloud in `us-gov-west-1`; das ist die Voreinstellung, und jede andere Region ergibt eine Warnung.',
  'queueUrl.display': 'Warteschlange',
  'queueUrl.help':
    'URL der SQS-Warteschlange mit den Ereignissen aller Objektklassen. Nur ein sync von `__ALL__` liest sie, denn wer eine Nachricht liest, nimmt sie allen anderen weg. Dazu muss `syncSource` auf `sqs` stehen.',
  'queueUrls.display': 'Warteschlangen nach Objektklasse',
  'queueUrls.help':
    'URLs von Warteschlangen nach der Objektklasse, deren sync sie liest: Jede Klasse braucht eine eigene, gefüllt von derselben Regel.',
  'queueVisibilityTimeout.display': 'Zeit zum Verarbeiten der Änderungen, in Sekunden',
  'queueVisibilityTimeout.help':
    'Wie lange Nachrichten einer Warteschlange verborgen bleiben, nachdem ein sync sie gelesen hat. Bestätigt sie bis dahin kein späterer sync, kommen sie wieder.',
  'pollInterval.display': 'Pause zwischen zwei Abfragen, in Sekunden',
  'pollInterval.help': 'Wie lange liveSync wartet, bevor es CloudTrail wieder fragt. Eine Warteschlange wird nicht abgefragt: Auf sie wird gewartet.',
} as const;
