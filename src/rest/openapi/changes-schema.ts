/** Where changes begin or end, as liveSync takes and answers it. */
export const connectorData = {
  type: 'object',
  required: ['syncToken'],
  properties: {
    nativeType: { type: 'string' },
    syncToken: { type: 'string', description: 'Up to where the caller knows; empty for the beginning.' },
  },
} as const;

/**
 * The answer of liveSync.
 *
 * @param object  The schema of the objects that have changed.
 */
export function changesSchema(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    title: 'Changes',
    type: 'object',
    required: ['connectorData', 'result', 'resultCount', 'more'],
    properties: {
      connectorData,
      result: {
        type: 'array',
        items: {
          type: 'object',
          required: ['type', 'objectType', '_id'],
          properties: {
            type: { enum: ['CREATE', 'UPDATE', 'UPSERT', 'DELETE'] },
            objectType: { type: 'string' },
            _id: { type: 'string' },
            previousId: { type: 'string' },
            object,
          },
        },
      },
      resultCount: { type: 'integer' },
      more: { type: 'boolean', description: 'There was no room for all changes: ask again with this answer.' },
    },
  };
}
