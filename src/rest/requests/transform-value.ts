import { CrestError } from '../crest/crest-error.ts';
import type { TransformScript } from '../crest/patch-operation.ts';
import { ConfiguredScript } from './configured-script.ts';
import type { ObjectRequest } from './object-request.ts';

/**
 * What a `transform` of a patch makes of a value: the script has the value as `content`, CREST's name for it, and `globals` besides.
 *
 * @throws CrestError 400 for a script that there is not; what the script throws.
 */
export async function transformedValue({ system, signal }: ObjectRequest, { name, globals }: TransformScript, content: unknown): Promise<unknown> {
  const script = new ConfiguredScript(system, name, 'value.script.name');
  const [action] = script.actions;
  if (!action) throw new CrestError(400, `Script ${name} of system ${system.name} has no action for this connector`);
  return (await script.run(action, { ...globals, content: content ?? null }, signal)) ?? null;
}
