/**
 * Says something in the corner of the page, and to screen readers.
 *
 * @param {string} text
 */
export function announce(text) {
  const said = document.getElementById('said');
  if (!said) return;
  said.textContent = text;
  clearTimeout(Number(said.dataset.timer));
  said.dataset.timer = String(setTimeout(() => said.replaceChildren(), 8000));
}
