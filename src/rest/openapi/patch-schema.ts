type Json = Readonly<Record<string, unknown>>;

/**
 * The body of a PATCH. CREST: Patch.
 *
 * @param scripts  The ids of the scripts that a transform may name; without any there is no transform.
 */
export function patchSchema(scripts: readonly string[]): Json {
  const from = { type: 'string', description: 'A JSON pointer to the value.' };
  const operations = [
    operation('add', 'Adds a value, or several, to a list; sets what is no list.', { value: {} }),
    operation('remove', 'Removes a value, or several, from a list; without a value all.', { value: {} }, []),
    operation('replace', 'Sets a value; null, or none, clears.', { value: {} }, []),
    operation('increment', 'Adds to a number.', { value: { type: 'number' } }),
    operation('move', 'Takes a value from one field to another.', { from }),
    operation('copy', 'Takes a value from one field to another as well.', { from }),
    ...(scripts.length > 0 ? [transform(scripts)] : []),
  ];
  return { type: 'array', description: 'Done in this order, all or none.', items: { anyOf: operations } };
}

function operation(name: string, description: string, properties: Json, required: readonly string[] = Object.keys(properties)): Json {
  const field = { type: 'string', description: 'A JSON pointer.', examples: ['/displayName', '/otherMails/0'] };
  return {
    type: 'object',
    description,
    required: ['operation', 'field', ...required],
    properties: { operation: { const: name }, field, ...properties },
  };
}

/** The text of a script never comes over the network: it is named. */
function transform(names: readonly string[]): Json {
  const script = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', enum: names, description: 'A script of the configuration.' },
      globals: { type: 'object', description: 'Its other variables.' },
    },
  };
  const value = { type: 'object', required: ['script'], properties: { script } };
  return operation('transform', 'Sets what a script makes of the value, which it has as content.', { value });
}
