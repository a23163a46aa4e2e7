import { jsonText } from './exact-json.js';

/**
 * The patch that makes these changes. Values that only come to a list, or only leave it, go as such: that does not undo what somebody else
 * does to the list meanwhile.
 *
 * @param {readonly { readonly field: import('./object-types.js').Field, readonly value: any }[]} changes
 * @param {Readonly<Record<string, any>>} object  As it was.
 * @returns {string} JSON.
 */
export function patchOf(changes, object) {
  return jsonText(
    changes.map(({ field, value }) => {
      const pointer = `/${field.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const before = object[field.name];
      if (field.list && Array.isArray(value) && Array.isArray(before)) {
        const missingIn = (/** @type {readonly unknown[]} */ list) => {
          const texts = new Set(list.map((each) => jsonText(each)));
          return (/** @type {unknown} */ each) => !texts.has(jsonText(each));
        };
        const added = value.filter(missingIn(before));
        const removed = before.filter(missingIn(value));
        if (added.length > 0 && removed.length === 0) return { operation: 'add', field: pointer, value: added };
        if (removed.length > 0 && added.length === 0) return { operation: 'remove', field: pointer, value: removed };
      }
      return { operation: 'replace', field: pointer, value };
    }),
  );
}
