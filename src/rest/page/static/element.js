/**
 * Makes an element. Whatever comes from a system becomes text, never markup: there is no innerHTML on this page.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Readonly<Record<string, unknown>>} [attributes]  Functions under `on…` listen, true is an attribute without value, false and undefined none.
 * @param {...(Node | string | number | undefined | false | null)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child === undefined || child === false || child === null) continue;
    element.append(typeof child === 'number' ? String(child) : child);
  }
  return element;
}
