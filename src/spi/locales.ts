import type { Problem } from '../model/errors.ts';

/**
 * A language tag in the one spelling that there is of it: `de-ch` is `de-CH`, `iw` is `he`. BCP 47, as `Intl` reads it.
 *
 * @returns undefined when it is no tag; the empty text is the catalogue of the last resort and stays.
 */
export function canonicalLocale(tag: string): string | undefined {
  try {
    return tag === '' ? tag : Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** What is wrong with the language tags of catalogues: those that are none, and two that mean the same language. */
export function localeProblems(messages: Readonly<Record<string, unknown>>): Problem[] {
  const seen = new Map<string | undefined, string>();
  return Object.keys(messages).flatMap((tag) => {
    const locale = canonicalLocale(tag);
    const twin = locale === undefined ? undefined : seen.get(locale);
    seen.set(locale, tag);
    if (locale !== undefined && twin === undefined) return [];
    return [
      { path: `messages.${tag}`, message: twin === undefined ? 'is not a language tag, such as de or de-CH' : `is the same language as "${twin}"` },
    ];
  });
}
