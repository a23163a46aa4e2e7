/**
 * Reads JSON with whole numbers of any size: those above 2^53 become bigints where the browser lets us see their digits.
 *
 * @param {string} text
 * @returns {any}
 */
export function parseExactly(text) {
  return JSON.parse(
    text,
    /** @type {(this: any, key: string, value: any) => any} */ (
      /**
       * @param {string} _
       * @param {unknown} value
       * @param {{ readonly source?: string }} [context]
       */
      (_, value, context) =>
        typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? BigInt(context?.source ?? '') : value
    ),
  );
}

/**
 * Writes JSON; a bigint as its digits in quotes, which the gateway takes for a number.
 *
 * @param {unknown} value
 * @param {number} [indent]
 */
export function jsonText(value, indent) {
  return JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each), indent);
}
