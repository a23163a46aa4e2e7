import type { Command } from 'commander';
import type { ObjectClass } from '../model/object-class.ts';
import type { ObjectClassOperation } from '../model/operation.ts';
import { gathered } from './settings.ts';
import { assignment, settingFromText } from './text-values.ts';

/** Adds the option for what a connector understands besides the arguments of an operation. */
export function withOperationOptions(command: Command): Command {
  return command.option('--option <name=value>', 'an option that the connector declares for the operation (see spec); may be repeated', gathered);
}

/** The options of an operation, converted by what the object class declares; what it does not is refused by the facade. */
export function operationOptions(
  objectClass: ObjectClass,
  operation: ObjectClassOperation,
  given: readonly string[] | undefined,
): { readonly options?: Readonly<Record<string, unknown>> } {
  if (given === undefined) return {};
  const declared = objectClass.options?.[operation] ?? {};
  const pairs = given.map((each) => {
    const { name, text } = assignment(each, '--option');
    return [name, settingFromText(Object.hasOwn(declared, name) ? declared[name] : undefined, text)] as const;
  });
  return { options: Object.fromEntries(pairs) };
}
