import { inspect } from 'node:util';

/** Every way in which a value is commonly printed: text, JSON, inspection to any depth, stack and chain of causes. */
export function shownForms(value: unknown): string {
  const forms = [text(() => String(value)), text(() => json(value)), text(() => inspect(value, { depth: 20, showHidden: true }))];
  for (let each: unknown = value, i = 0; each instanceof Error && i < 10; each = each.cause, i++)
    forms.push(
      each.message,
      each.stack ?? '',
      text(() => json({ ...each, problems: (each as { problems?: unknown }).problems })),
    );
  return forms.join('\n');
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? '';
}

/** A value that cannot be printed so shows nothing so. */
function text(print: () => string): string {
  try {
    return print();
  } catch {
    return '';
  }
}
