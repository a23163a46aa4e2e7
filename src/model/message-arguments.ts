/** What the placeholders of a localised text stand for: plain values by name. Never a secret. */
export type MessageArguments = Readonly<Record<string, string | number | boolean>>;
