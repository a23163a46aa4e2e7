// Shorter ones are words that stand in many a message for other reasons.
const SHORTEST = 6;

/** The variables of the environment, and what a configuration took of them: that may be secret, so messages name the variable instead. */
export class Variables {
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #taken = new Map<string, string>();

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env;
  }

  /** The value of a variable; undefined when it is not set. */
  take(name: string): string | undefined {
    // An environment has the prototype of any object: `constructor` is no variable.
    const value = Object.hasOwn(this.#env, name) ? this.#env[name] : undefined;
    if (value !== undefined) this.guard(value, `\${${name}}`);
    return value;
  }

  /** Keeps a text out of messages, which show `name` in its place. */
  guard(value: string, name: string): void {
    if (value.length < SHORTEST) return;
    // In messages it stands as it is, or escaped.
    for (const form of [value, JSON.stringify(value).slice(1, -1)]) this.#taken.set(form, name);
  }

  /** A message that names variables where it had their values. */
  hide(text: string): string {
    // The longest first: one value may be part of another.
    const forms = [...this.#taken].sort(([a], [b]) => b.length - a.length);
    return forms.reduce(
      (shown, [form, name]) =>
        withoutCut(
          shown.replaceAll(form, () => name),
          form,
          name,
        ),
      text,
    );
  }
}

/** A message in which long values were cut: of this one the beginning may be left, before the mark of the cut. */
function withoutCut(text: string, value: string, name: string): string {
  return text
    .split('…')
    .map((part, index, { length }) => {
      if (index === length - 1) return part;
      for (let left = Math.min(part.length, value.length); left >= SHORTEST; left--)
        if (part.endsWith(value.slice(0, left))) return part.slice(0, -left) + name;
      return part;
    })
    .join('…');
}
