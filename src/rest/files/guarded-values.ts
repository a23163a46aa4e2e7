// Shorter ones are words that stand in many a message for other reasons.
const SHORTEST = 6;

/** Values that may be secret, because they came from outside a file of settings: messages name where they came from instead. */
export class GuardedValues {
  readonly #guarded = new Map<string, string>();

  /** Keeps a text out of messages, which show `name` in its place. */
  guard(value: string, name: string): void {
    if (value.length < SHORTEST) return;
    // In messages it stands as it is, or escaped.
    for (const form of [value, JSON.stringify(value).slice(1, -1)]) this.#guarded.set(form, name);
  }

  /** A message that shows names where it had values. */
  hide(text: string): string {
    // The longest first: one value may be part of another.
    const forms = [...this.#guarded].sort(([a], [b]) => b.length - a.length);
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
