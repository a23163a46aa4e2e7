import type { ReceivedChanges } from '../../../model/changes.ts';
import type { Problem } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import type { AwsSession } from '../session.ts';
import type { Step } from '../write/steps.ts';
import type { Account } from './account-class.ts';
import { type CredentialKind, type CredentialStatus, credentialKinds, type HeldCredential } from './credential-kinds.ts';
import type { LiveUser } from './live-user.ts';

type Changes = ReceivedChanges<(typeof Account)['attributes']>;

/** What an attribute of credentials may hold, as far as it is looked at. */
type Named = Readonly<Record<string, unknown>> & { readonly Status?: CredentialStatus };

/** What an update asks of one kind of credentials. */
interface Asked {
  readonly kind: CredentialKind;
  readonly replace: readonly Named[] | null | undefined;
  readonly add: readonly Named[];
  readonly remove: readonly Named[];
}

/** The steps that bring a user's credentials to where they shall be, and what is in the way of them. */
export interface CredentialPlan {
  /** Deleting and deactivating. */
  readonly closing: readonly Step[];
  /** Activating. */
  readonly opening: readonly Step[];
  readonly problems: readonly Problem[];
}

/** Whether an update deletes or deactivates credentials. */
export function takesCredentials(changes: Changes): boolean {
  return askedOf(changes).some(
    ({ replace, add, remove }) => replace !== undefined || remove.length > 0 || add.some((each) => each.Status === 'Inactive'),
  );
}

/**
 * Finds credentials that a call activates although it disables the user.
 *
 * @param kinds  Those that disabling deactivates.
 */
export function activatedProblems(changes: Changes, kinds: readonly CredentialKind[]): Problem[] {
  return askedOf(changes)
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ kind, replace, add }) =>
      [{ part: 'replace', list: replace ?? [] } as const, { part: 'add', list: add } as const].flatMap(({ part, list }) =>
        list.flatMap((each, index) =>
          each.Status === 'Active'
            ? [{ path: `${part}.${kind.attribute}[${index}].Status`, message: 'cannot be Active in a call that disables the user' }]
            : [],
        ),
      ),
    );
}

/** Reads the credentials that an update is about, and plans what to do with them. */
export async function planCredentials(session: AwsSession, user: LiveUser, changes: Changes, signal: AbortSignal): Promise<CredentialPlan> {
  const closing: Step[] = [];
  const opening: Step[] = [];
  const problems: Problem[] = [];
  for (const asked of askedOf(changes)) {
    const { kind, replace, add, remove } = asked;
    const held = await kind.list(user);
    const [wanted, part] = replace === undefined ? [add, 'add'] : [replace ?? [], 'replace'];
    const unwanted = replace === undefined ? held.filter(({ id }) => has(remove, kind, id)) : held.filter(({ id }) => !has(wanted, kind, id));
    for (const { id } of unwanted)
      closing.push(removeStep(session, user.name, kind, id, `${replace === undefined ? 'remove' : part}.${kind.attribute}`, signal));
    for (const [index, each] of wanted.entries()) {
      const id = String(each[kind.idName]);
      const path = `${part}.${kind.attribute}[${index}]`;
      const present = held.find((credential) => credential.id === id);
      if (!present) problems.push({ path: `${path}.${kind.idName}`, message: `${printable(id)} is no ${kind.word} of ${user.name}; ${kind.origin}` });
      else if (!unwanted.includes(present)) {
        const step = statusStep(session, user.name, kind, present, each.Status, path, signal);
        if (step) (each.Status === 'Active' ? opening : closing).push(step);
      }
    }
  }
  return { closing, opening, problems };
}

/** The step that gives a credential a status; undefined when it has it already. */
export function statusStep(
  session: AwsSession,
  user: string,
  kind: CredentialKind,
  { id, status: now }: HeldCredential,
  status: CredentialStatus | undefined,
  path: string,
  signal: AbortSignal,
): Step | undefined {
  const { setStatus, word } = kind;
  if (!setStatus || status === undefined || status === now) return undefined;
  return {
    path,
    what: `${status === 'Active' ? 'activate' : 'deactivate'} ${word} ${id} of ${user}`,
    run: () => setStatus(session, user, id, status, { signal, uid: user, about: { path, value: id } }),
  };
}

function removeStep(session: AwsSession, user: string, kind: CredentialKind, id: string, path: string, signal: AbortSignal): Step {
  return { path, what: `delete ${kind.word} ${id} of ${user}`, run: () => kind.remove(session, user, id, { signal, uid: user }) };
}

function has(list: readonly Named[], { idName }: CredentialKind, id: string): boolean {
  return list.some((each) => each[idName] === id);
}

function askedOf({ replace, add, remove }: Changes): Asked[] {
  const all = credentialKinds.map((kind) => ({
    kind,
    replace: replace[kind.attribute] as readonly Named[] | null | undefined,
    add: (add[kind.attribute] ?? []) as readonly Named[],
    remove: (remove[kind.attribute] ?? []) as readonly Named[],
  }));
  return all.filter((asked) => asked.replace !== undefined || asked.add.length > 0 || asked.remove.length > 0);
}
