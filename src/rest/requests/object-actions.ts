import { CrestError } from '../crest/crest-error.ts';
import { operationRefusal } from '../systems/operation-refusal.ts';
import type { Answer } from './answer.ts';
import { callOf, demand, type ObjectRequest } from './object-request.ts';

/**
 * A text that a caller gives as a parameter or in the body, where it does not end up in logs of servers in between.
 *
 * @throws CrestError 400.
 */
function argument({ parameters, body }: ObjectRequest, name: string): string {
  const inBody = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
  const value = inBody ?? parameters.get(name);
  if (typeof value === 'string' && value !== '') return value;
  throw new CrestError(400, `Parameter ${name} is missing: give it in the JSON body, or in the URL`);
}

/**
 * Checks a name and a password. PingIDM: `_action=authenticate`.
 *
 * @returns `{ _id }` of the account.
 * @throws CrestError 400 without username or password; 401 for wrong ones.
 */
export async function authenticate(request: ObjectRequest): Promise<Answer> {
  const call = callOf(request, 'AUTHENTICATE');
  const [username, password] = [argument(request, 'username'), argument(request, 'password')];
  await demand(request, 'authenticate');
  return { status: 200, json: { _id: await request.operations.authenticate(username, password, call) } };
}

/**
 * Finds the id of a user by name. PingIDM declares `_action=resolveUsername` and answers 400 to it.
 *
 * @throws CrestError 400, 404.
 */
export async function resolveUsername(request: ObjectRequest): Promise<Answer> {
  const call = callOf(request, 'RESOLVEUSERNAME');
  const username = argument(request, 'username');
  await demand(request, 'resolveUsername');
  return { status: 200, json: { _id: await request.operations.resolveUsername(username, call) } };
}

/** The most changes of one answer: the caller keeps the token and asks again. */
const MOST_CHANGES = 1000;

/**
 * Tells what has changed since a token. PingIDM: `_action=liveSync`; the stage that it keeps in its repository is kept by the caller here.
 *
 * Without a token it answers the token of now and no changes, as PingIDM's first run does; the empty token is the beginning.
 *
 * @returns `{ connectorData: { nativeType, syncToken }, result, resultCount, more }`; `more` says that there was no room for all.
 */
export async function liveSync(request: ObjectRequest): Promise<Answer> {
  const { form, operations } = request;
  const call = callOf(request, 'SYNC');
  await demand(request, 'sync');
  const nativeType = form.type.nativeType;
  const token = tokenOf(request);
  if (token === undefined) {
    const syncToken = (await operations.latestSyncToken(call)) ?? '';
    return { status: 200, json: { connectorData: { nativeType, syncToken }, result: [], resultCount: 0, more: false } };
  }
  const forms = form.type.objectClass ? undefined : await request.system.forms();
  const formOf = (objectClass: string) => (forms ? [...forms.values()].find(({ type }) => type.nativeType === objectClass) : form);
  const stream = operations.sync({ ...call, token });
  const result: unknown[] = [];
  let syncToken = token;
  let more = false;
  for await (const { type, uid, previousUid, row, objectClass, token: next } of stream) {
    if (result.length === MOST_CHANGES) {
      more = true;
      break;
    }
    syncToken = next;
    const shownBy = formOf(objectClass);
    // A class that the configuration does not show, or whose changes it denies.
    if (!shownBy || operationRefusal(request.system, 'SYNC', shownBy.type)?.status === 403) continue;
    result.push({
      type: type.toUpperCase(),
      objectType: shownBy.type.name,
      _id: uid,
      ...(previousUid !== undefined && { previousId: previousUid }),
      ...(row && { object: shownBy.json(row) }),
    });
  }
  if (!more) syncToken = stream.token;
  return { status: 200, json: { connectorData: { nativeType, syncToken }, result, resultCount: result.length, more } };
}

function tokenOf({ parameters, body }: ObjectRequest): string | undefined {
  const stage = typeof body === 'object' && body !== null ? (body as { readonly connectorData?: { readonly syncToken?: unknown } }) : {};
  const token = stage.connectorData?.syncToken ?? parameters.get('token') ?? undefined;
  if (token === undefined || typeof token === 'string') return token;
  throw new CrestError(400, 'connectorData.syncToken must be the text that an earlier answer gave');
}
