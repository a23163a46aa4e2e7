import { pointerTokens, valueAt } from './json-pointer.ts';

/** The fields that a caller asks for with `_fields`. CREST: `_fields`, JSON pointers, `*` for what is returned by default. */
export interface FieldSelection {
  /** Names of top-level fields, without `_id` and `_rev`. */
  readonly names: ReadonlySet<string>;
  /** Whether what is returned by default is among them. */
  readonly defaults: boolean;
  /** Whether some pointer goes into a field. */
  readonly deep: boolean;
  /** Cuts an object down to them; `_id` and `_rev` stay. */
  select(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/**
 * Reads `_fields`.
 *
 * @returns Undefined when no fields are named, which means what is returned by default.
 *
 * @example
 * fieldSelection(new URLSearchParams('_fields=mail,/name/familyName'))?.names;  // Set { 'mail', 'name' }
 */
export function fieldSelection(parameters: URLSearchParams): FieldSelection | undefined {
  const pointers = fieldPointers(parameters);
  if (pointers.length === 0) return undefined;
  const defaults = pointers.some(isDefaults);
  const fields = pointers.filter((each) => !isDefaults(each)).map((each) => pointerTokens(each));
  const names = new Set(fields.flatMap(([name = '']) => (name === '_id' || name === '_rev' ? [] : [name])));
  const whole = new Set(fields.filter((tokens) => tokens.length === 1).map(([name = '']) => name));
  const inner = fields.filter(([name = '', ...rest]) => rest.length > 0 && !whole.has(name));
  return {
    names,
    defaults,
    deep: !defaults && inner.length > 0,
    select(object) {
      if (defaults) return object;
      const selected: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(object)) if (name === '_id' || name === '_rev' || whole.has(name)) selected[name] = value;
      for (const tokens of inner) {
        const value = valueAt(object, tokens);
        // CREST answers the part under the pointer's last token.
        if (value !== undefined) place(selected, tokens, value);
      }
      return selected;
    },
  };
}

/** The pointers of `_fields`, in their order; given several times it counts as one list. */
export function fieldPointers(parameters: URLSearchParams): readonly string[] {
  const all = parameters.getAll('_fields').flatMap((each) => each.split(','));
  return all.map((each) => each.trim()).filter((each) => each !== '');
}

/** Whether a pointer stands for what is returned by default. */
export function isDefaults(pointer: string): boolean {
  return pointer === '*' || pointer === '/' || pointer === '*_ref';
}

function place(target: Record<string, unknown>, tokens: readonly string[], value: unknown): void {
  let at = target;
  for (const token of tokens.slice(0, -1)) {
    const next = Object.hasOwn(at, token) ? at[token] : undefined;
    const inside = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
    define(at, token, inside);
    at = inside;
  }
  define(at, tokens.at(-1) ?? '', value);
}

/** A key named __proto__ would set the prototype. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
