import { validationError } from './api-error.ts';
import type { Parameters } from './parameter-set.ts';

/** Collects what is wrong with one request: broken constraints of the model are reported together and before the service's own refusals. */
export class Problems {
  readonly #constraints: string[] = [];
  readonly #refusals: string[] = [];

  /** A rule of the model is broken. `shown` is `undefined` for a secret. */
  constraint(shown: string | null | undefined, at: string, rule: string): void {
    const value = shown === undefined ? 'Value' : shown === null ? 'Value null' : `Value '${shown}'`;
    this.#constraints.push(`${value} at '${at}' failed to satisfy constraint: Member must ${rule}`);
  }

  /** The service refuses the value in words of its own. */
  refuse(message: string): void {
    this.#refusals.push(message);
  }

  /** Throws ValidationError when anything was found. */
  throwIfAny(): void {
    const count = this.#constraints.length;
    if (count > 0) {
      throw validationError(`${count} validation error${count === 1 ? '' : 's'} detected: ${this.#constraints.join('; ')}`);
    }
    const [refusal] = this.#refusals;
    if (refusal !== undefined) throw validationError(refusal);
  }
}

/** How one parameter is read and checked. */
export interface Field<T> {
  /** The parameter's name on the wire when it is not the key in the table of fields. */
  readonly wire?: string;
  read(parameters: Parameters, name: string, problems: Problems): T;
}

/** The parameters of an action by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;
/** What reading `Fields` gives. */
export type Input<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** Rules for a text, as the service's model states them. */
export interface TextRules {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** What the service says instead of naming the pattern, `%` being the parameter. */
  readonly refusal?: string;
  readonly values?: readonly string[];
  readonly secret?: boolean;
}

/** Reads every field, or throws one ValidationError that lists what is wrong. */
export function readInput<F extends Fields>(fields: F, parameters: Parameters): Input<F> {
  const problems = new Problems();
  const input: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) input[name] = field.read(parameters, field.wire ?? name, problems);
  problems.throwIfAny();
  return input as Input<F>;
}

/** An optional text. */
export function text(rules: TextRules = {}): Field<string | undefined> {
  return {
    read: (parameters, name, problems) => {
      const value = parameters.text(name);
      if (value !== undefined) checkText(value, memberName(name), rules, problems);
      return value;
    },
  };
}

/** An optional whole number. */
export function integer(min: number, max: number): Field<number | undefined> {
  return {
    read: (parameters, name, problems) => {
      const value = parameters.text(name);
      if (value === undefined) return undefined;
      const at = memberName(name);
      if (!/^-?\d{1,15}$/.test(value)) {
        problems.constraint(value, at, 'be an integer');
        return undefined;
      }
      const number = Number(value);
      if (number < min) problems.constraint(value, at, `have value greater than or equal to ${min}`);
      if (number > max) problems.constraint(value, at, `have value less than or equal to ${max}`);
      return number;
    },
  };
}

/** An optional boolean. */
export function flag(): Field<boolean | undefined> {
  return {
    read: (parameters, name, problems) => {
      const value = parameters.text(name)?.toLowerCase();
      if (value === undefined) return undefined;
      if (value !== 'true' && value !== 'false') problems.constraint(value, memberName(name), 'be a boolean');
      return value === 'true';
    },
  };
}

/** A parameter that must be there. */
export function required<T>(field: Field<T | undefined>): Field<T> {
  return {
    ...field,
    read: (parameters, name, problems) => {
      const value = field.read(parameters, name, problems);
      if (value === undefined && parameters.text(name) === undefined) {
        problems.constraint(null, memberName(name), 'not be null');
      }
      // The caller never sees the missing value: `readInput` throws first.
      return value as T;
    },
  };
}

/** A parameter whose name on the wire differs from the key it has in the table of fields. */
export function onWire<T>(wire: string, field: Field<T>): Field<T> {
  return { ...field, wire };
}

/** Checks a text against its rules. */
export function checkText(value: string, at: string, rules: TextRules, problems: Problems): void {
  const shown = rules.secret ? undefined : value;
  const { min = 0, max = Number.POSITIVE_INFINITY } = rules;
  if (value.length < min) problems.constraint(shown, at, `have length greater than or equal to ${min}`);
  else if (value.length > max) problems.constraint(shown, at, `have length less than or equal to ${max}`);
  if (rules.values && !rules.values.includes(value)) {
    problems.constraint(shown, at, `satisfy enum value set: [${rules.values.join(', ')}]`);
  }
  if (rules.pattern && value.length > 0 && !matchesAll(rules.pattern, value)) {
    if (rules.refusal) problems.refuse(rules.refusal.replace('%', at));
    else problems.constraint(shown, at, `satisfy regular expression pattern: ${rules.pattern.source}`);
  }
}

/** `UserName` becomes `userName`, as AWS names members in its messages. */
export function memberName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const anchored = new WeakMap<RegExp, RegExp>();

/** The model's patterns hold for the whole value; they are kept without anchors because AWS prints them so. */
function matchesAll(pattern: RegExp, value: string): boolean {
  let whole = anchored.get(pattern);
  if (!whole) {
    whole = new RegExp(`^(?:${pattern.source})$`, 'u');
    anchored.set(pattern, whole);
  }
  return whole.test(value);
}
