import { findUser } from '../account/user.ts';
import { findGroup } from '../group/group-object.ts';
import { sameName } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { awsCode } from '../transport/request-error.ts';
import { asConnectorError, restated, type Step } from './steps.ts';

/** A user or a group as it stands before it is renamed or moved. */
export interface Movable {
  readonly kind: 'user' | 'group';
  readonly name: string;
  readonly path: string;
  readonly arn: string | undefined;
  readonly id: string | undefined;
}

/** Where it shall go; null stands for the path "/". */
export interface Destination {
  readonly __NAME__?: string;
  readonly Path?: string | null;
}

/** The step that renames and moves, and what is true once it is taken. */
export interface Move {
  readonly step: Step;
  readonly uid: string;
  readonly sideEffects: { readonly replace: { readonly Arn: string } } | undefined;
}

/**
 * The last step of an update: one UpdateUser or UpdateGroup for name and path together.
 *
 * A name that differs from the present one only in case is no rename: names have no case for AWS, which answers such a rename with
 * EntityAlreadyExists.
 *
 * @returns Undefined when neither name nor path changes.
 */
export function moveStep(session: AwsSession, signal: AbortSignal, from: Movable, to: Destination): Move | undefined {
  const name = to.__NAME__ !== undefined && !sameName(to.__NAME__, from.name) ? to.__NAME__ : undefined;
  const wantedPath = to.Path === undefined ? from.path : (to.Path ?? '/');
  const path = wantedPath === from.path ? undefined : wantedPath;
  if (name === undefined && path === undefined) return undefined;

  const at = { name: name ?? from.name, path: path ?? from.path };
  const step: Step = {
    path: name === undefined ? 'Path' : '__NAME__',
    what: [name !== undefined ? `rename to ${name}` : '', path !== undefined ? `move to ${path}` : ''].filter(Boolean).join(' and '),
    run: () => moved(session, signal, from, name, path),
  };
  const arn = from.arn?.replace(new RegExp(`(?<=:${from.kind})/.*$`), () => at.path + at.name);
  return { step, uid: at.name, sideEffects: arn === undefined ? undefined : { replace: { Arn: arn } } };
}

async function moved(session: AwsSession, signal: AbortSignal, from: Movable, name: string | undefined, path: string | undefined): Promise<void> {
  try {
    await send(session, signal, from, name, path);
  } catch (thrown) {
    const error = asConnectorError(thrown, signal);
    if (name !== undefined && awsCode(error) === 'EntityAlreadyExists') {
      throw restated(error, `${from.kind} ${from.name} cannot be renamed: ${name} exists already`, { uid: name });
    }
    if (error.outcome !== 'unknown' || signal.aborted) throw error;
    if (await isAt(session, signal, from, name ?? from.name, path)) return;
    // Still under the old name: sending it again ends in the same place.
    if (!(await isAt(session, signal, from, from.name, undefined))) throw error;
    await send(session, signal, from, name, path);
  }
}

async function send(
  session: AwsSession,
  signal: AbortSignal,
  { kind, name: from }: Movable,
  name: string | undefined,
  path: string | undefined,
): Promise<void> {
  const NewPath = path === undefined ? {} : { NewPath: path };
  const context = { signal, uid: from };
  if (kind === 'user') await session.iam('UpdateUser', { UserName: from, ...(name !== undefined && { NewUserName: name }), ...NewPath }, context);
  else await session.iam('UpdateGroup', { GroupName: from, ...(name !== undefined && { NewGroupName: name }), ...NewPath }, context);
}

/** Whether the very user or group, by its id, is under this name, and where a path is given, in it. */
async function isAt(session: AwsSession, signal: AbortSignal, { kind, id }: Movable, name: string, path: string | undefined): Promise<boolean> {
  if (kind === 'user') {
    const user = await findUser(session, name, signal);
    return user !== undefined && user.UserId === id && (path === undefined || user.Path === path);
  }
  const group = await findGroup(session, name, signal);
  return group !== undefined && group.GroupId === id && (path === undefined || group.Path === path);
}
