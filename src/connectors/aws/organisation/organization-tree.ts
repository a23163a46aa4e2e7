import type { AwsSession } from '../session.ts';
import { allAnswers, organizations, pageInput } from './organizations.ts';

/**
 * The parent of an account or a unit. Its path says it, where AWS gives one; otherwise it is asked for.
 *
 * @param path  `o-…/r-…/ou-…/ID/`.
 */
export async function parentOf(session: AwsSession, id: string, path: string | undefined, signal: AbortSignal): Promise<string | undefined> {
  const named = parentInPath(path, id);
  if (named !== undefined) return named;
  const read = (token: string | undefined) => organizations(session, 'ListParents', { ChildId: id, ...pageInput(token) }, { signal, uid: id });
  const [parent] = await allAnswers(read, ({ Parents }) => Parents);
  return parent?.Id;
}

/** The parent that a path names; undefined when there is no path, or when it does not end with the id. */
export function parentInPath(path: string | undefined, id: string): string | undefined {
  const parts = path?.split('/').filter((part) => part !== '') ?? [];
  const parent = parts.at(-1) === id ? parts.at(-2) : undefined;
  return parent?.startsWith('o-') ? undefined : parent;
}

/** Whether something is anywhere below a container: by its path, or by asking for one parent after the other. */
export async function isBelow(
  session: AwsSession,
  { id, path }: { readonly id: string; readonly path: string | undefined },
  container: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (path !== undefined)
    return path
      .split('/')
      .filter((part) => part !== id)
      .includes(container);
  for (let at: string | undefined = await parentOf(session, id, undefined, signal); at !== undefined; ) {
    if (at === container) return true;
    if (at.startsWith('r-')) return false;
    at = await parentOf(session, at, undefined, signal);
  }
  return false;
}

/** The ids of the organisation's roots; there is one. */
export async function rootsOf(session: AwsSession, signal: AbortSignal) {
  return allAnswers(
    (token) => organizations(session, 'ListRoots', pageInput(token), { signal }),
    ({ Roots }) => Roots,
  );
}
