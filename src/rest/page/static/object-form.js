import { el } from './element.js';
import { failure } from './failure.js';
import { controlOf } from './field-control.js';
import { GatewayError } from './gateway-error.js';

/** @typedef {import('./object-types.js').Field} Field */

/** A form for the fields of an object. */
export class ObjectForm {
  /** @type {import('./field-control.js').Control[]} */
  #controls = [];
  #fields = el('div', { class: 'controls' });
  #failed = el('div', {});
  element = el('div', {}, this.#failed, this.#fields);

  /**
   * Adds fields.
   *
   * @param {readonly Field[]} fields
   * @param {Readonly<Record<string, unknown>>} object  Their values.
   * @param {(field: Field) => boolean} [required]
   */
  add(fields, object, required = () => false) {
    for (const field of fields) {
      const control = controlOf(field, object[field.name], `field-${this.#controls.length}`, required(field));
      this.#controls.push(control);
      this.#fields.append(control.element);
    }
  }

  changed() {
    return this.#controls.some((control) => control.changed());
  }

  /**
   * What was entered, for the fields that the user has changed. What is wrong with it stands beside the fields.
   *
   * @returns {readonly { readonly field: Field, readonly value: any }[] | undefined} undefined when something is wrong.
   */
  changes() {
    let wrong = false;
    this.#failed.replaceChildren();
    const changes = this.#controls.flatMap((control) => {
      control.complain('');
      try {
        const value = control.value();
        return control.changed() ? [{ field: control.field, value }] : [];
      } catch (error) {
        control.complain(/** @type {Error} */ (error).message);
        wrong = true;
        return [];
      }
    });
    if (wrong) this.#focusWrong();
    return wrong ? undefined : changes;
  }

  /**
   * Shows a failure: problems beside the fields that they are about, the others above.
   *
   * @param {unknown} error
   */
  fail(error) {
    const problems = error instanceof GatewayError ? error.problems : [];
    const others = problems.filter(({ path, message }) => {
      const control = this.#controls.find(({ field }) => isAbout(path, field));
      control?.complain(message);
      return control === undefined;
    });
    this.#failed.replaceChildren(failure(error, { problems: others }));
    if (others.length < problems.length) this.#focusWrong();
    else this.#failed.scrollIntoView({ block: 'nearest' });
  }

  /**
   * Says what is wrong with one field.
   *
   * @param {string} name
   * @param {string} problem
   */
  complain(name, problem) {
    this.#controls.find(({ field }) => field.name === name)?.complain(problem);
    this.#focusWrong();
  }

  #focusWrong() {
    this.#controls.find(({ input }) => input.hasAttribute('aria-invalid'))?.input.focus();
  }
}

/**
 * Whether the path of a problem leads into a field: `replace.Tags[3].Key` into `Tags`.
 *
 * @param {string} path
 * @param {Field} field
 */
function isAbout(path, field) {
  const inner = path.replace(/^(replace|add|remove)\./, '');
  return [field.attribute, field.name].some((name) => inner === name || inner.startsWith(`${name}.`) || inner.startsWith(`${name}[`));
}
