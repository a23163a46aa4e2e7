import { GuardedValues } from '../rest/files/guarded-values.ts';

/** The variables of the environment, and what a configuration took of them and of other places: that may be secret. */
export class Variables extends GuardedValues {
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    super();
    this.#env = env;
  }

  /** The value of a variable; undefined when it is not set. */
  take(name: string): string | undefined {
    // An environment has the prototype of any object: `constructor` is no variable.
    const value = Object.hasOwn(this.#env, name) ? this.#env[name] : undefined;
    if (value !== undefined) this.guard(value, `\${${name}}`);
    return value;
  }
}
