import { type TapeCall, titleOf } from './tape-call.ts';
import { isOpaque, type Json } from './tape-value.ts';

/** A call that is looked for on a tape. */
export interface WantedCall {
  readonly operation: string;
  readonly objectClass: string | undefined;
  readonly arguments: Json;
}

/** Whether calls are answered by content, in whichever order they come, or only in the order in which they were recorded. */
export type TapeOrder = 'loose' | 'strict';

/** The index of the recorded call that answers another one: the first with the same content that has not been played. */
export function findCall(calls: readonly TapeCall[], played: ReadonlySet<number>, wanted: WantedCall, order: TapeOrder): number | undefined {
  for (const [index, call] of calls.entries()) {
    if (played.has(index)) continue;
    if (isSame(call, wanted)) return index;
    if (order === 'strict') return undefined;
  }
  return undefined;
}

const isSame = (call: TapeCall, wanted: WantedCall) =>
  isSameOperation(call, wanted) && differences(call.arguments, wanted.arguments, '').length === 0;
const isSameOperation = (call: TapeCall, wanted: WantedCall) => call.operation === wanted.operation && call.objectClass === wanted.objectClass;

/** Why no recorded call answers another one, and which is nearest. */
export function missing(calls: readonly TapeCall[], played: ReadonlySet<number>, wanted: WantedCall, order: TapeOrder): string {
  const title = titleOf(wanted);
  const next = calls.findIndex((_, index) => !played.has(index));
  if (order === 'strict') {
    const due = calls[next];
    if (!due) return `${title} is not on the tape: all of its ${counted(calls.length)} have been played`;
    return `${title} is out of order: call ${next + 1} of the tape is ${titleOf(due)}${isSameOperation(due, wanted) ? difference(due, wanted) : ''}`;
  }
  const same = calls.filter((call) => isSame(call, wanted)).length;
  if (same > 0) return `${title} is on the tape ${same === 1 ? 'once' : `${same} times`} with these arguments, and is asked for once more`;
  const ranked = calls
    .flatMap((call, index) => (isSameOperation(call, wanted) ? [{ call, index, far: differences(call.arguments, wanted.arguments, '').length }] : []))
    .sort((a, b) => a.far - b.far || Number(played.has(a.index)) - Number(played.has(b.index)));
  const [nearest] = ranked;
  if (nearest) return `${title} is not on the tape with these arguments; nearest is call ${nearest.index + 1}${difference(nearest.call, wanted)}`;
  const titles = [...new Set(calls.map(titleOf))];
  return `${title} is not on the tape, which has ${titles.join(', ') || 'nothing'}`;
}

const counted = (number: number) => (number === 1 ? '1 call' : `${number} calls`);

function difference(call: TapeCall, wanted: WantedCall): string {
  const all = differences(call.arguments, wanted.arguments, '');
  const shown = all.slice(0, 3).map(({ path, recorded, asked }) => `${path} (recorded ${shortly(recorded)}, asked ${shortly(asked)})`);
  return `, which differs in ${shown.join(', ')}${all.length > shown.length ? ` and ${all.length - shown.length} more` : ''}`;
}

function shortly(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

interface Difference {
  readonly path: string;
  readonly recorded: Json | undefined;
  readonly asked: Json | undefined;
}

/** Where two values differ. What is opaque on either side is not compared; that it is there is. */
function differences(recorded: Json | undefined, asked: Json | undefined, path: string): readonly Difference[] {
  if (recorded === undefined || asked === undefined) return recorded === asked ? [] : [{ path, recorded, asked }];
  // Taking a password away is not setting one.
  if (isOpaque(recorded) || isOpaque(asked)) return (recorded === null) === (asked === null) ? [] : [{ path, recorded, asked }];
  if (Array.isArray(recorded) && Array.isArray(asked)) {
    if (recorded.length !== asked.length) return [{ path, recorded, asked }];
    return recorded.flatMap((each, index) => differences(each, asked[index], `${path}[${index}]`));
  }
  if (isMap(recorded) && isMap(asked)) {
    const names = [...new Set([...Object.keys(recorded), ...Object.keys(asked)])];
    const own = (map: { readonly [key: string]: Json }, name: string) => (Object.hasOwn(map, name) ? map[name] : undefined);
    return names.flatMap((name) => {
      const where = name.startsWith('$') ? path : path ? `${path}.${name}` : name;
      return differences(own(recorded, name), own(asked, name), where);
    });
  }
  return recorded === asked ? [] : [{ path: path || 'the arguments', recorded, asked }];
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
