import type { ObjectType } from '../systems/object-type.ts';
import { schemaOf } from './component-schemas.ts';
import type { DocumentedAction } from './documented-action.ts';
import { createExample } from './object-examples.ts';
import { fields } from './object-parameters.ts';
import { type ObjectTypeSchemas, requiredFields } from './object-type-schemas.ts';
import type { OfferedOperations } from './offered-operations.ts';
import { parameter } from './parameter.ts';

const username = parameter('username', 'The name, unless the body has it.');
const password = parameter('password', 'The password, unless the body has it; servers in between may keep what is in the URL.', {
  type: 'string',
  format: 'password',
});

/** The actions of an object type that are offered. */
export function objectTypeActions(type: ObjectType, offered: OfferedOperations, schemas: ObjectTypeSchemas): readonly DocumentedAction[] {
  const create: DocumentedAction = {
    name: 'create',
    description: `Makes a ${type.name}.`,
    parameters: [fields],
    body: { schema: schemas.create, required: true, example: createExample(requiredFields(type)) },
    answer: { status: 201, description: 'The object as it was made.', schema: schemas.read },
  };
  const authenticate: DocumentedAction = {
    name: 'authenticate',
    description: 'Checks a name and a password, each in the body or in the URL. Wrong ones are 401, a password that has expired is 403.',
    parameters: [username, password],
    body: { schema: schemaOf('Credentials'), example: { username: 'bjensen', password: 'Passw0rd' } },
    answer: { description: 'The id of the account.', schema: schemaOf('Id'), example: { _id: 'bjensen' } },
  };
  const resolveUsername: DocumentedAction = {
    name: 'resolveUsername',
    description: 'Finds the id of a user by the name, in the body or in the URL.',
    parameters: [username],
    body: { schema: schemaOf('Username'), example: { username: 'bjensen' } },
    answer: { description: 'The id of the user.', schema: schemaOf('Id'), example: { _id: 'bjensen' } },
  };
  return [
    ...(offered.create ? [create] : []),
    ...(offered.authenticate ? [authenticate] : []),
    ...(offered.resolveUsername ? [resolveUsername] : []),
    ...(offered.sync ? [liveSyncAction(type.nativeType, schemas.changes)] : []),
  ];
}

/**
 * The action liveSync, of an object type or of all.
 *
 * @param changes  The schema of what it answers.
 */
export function liveSyncAction(nativeType: string, changes: ObjectTypeSchemas['changes']): DocumentedAction {
  const connectorData = { nativeType, syncToken: '' };
  return {
    name: 'liveSync',
    description:
      'Tells what has changed since a token, which the caller keeps: the body is the answer of before. Without a token it answers that of now and no changes; the empty token is the beginning.',
    parameters: [parameter('token', 'The token, unless the body has it in connectorData.syncToken.')],
    body: { schema: schemaOf('SyncStage'), example: { connectorData } },
    answer: {
      description: 'The changes, and the token to go on from.',
      schema: changes,
      example: { connectorData: { nativeType, syncToken: '42' }, result: [], resultCount: 0, more: false },
    },
  };
}
