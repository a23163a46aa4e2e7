/**
 * Says something at the foot of the page, and to screen readers.
 *
 * @param {string} text
 * @param {{ readonly seen?: boolean }} [options]  `seen`: false for what stands on the page already, so that only screen readers hear it.
 */
export function announce(text, { seen = true } = {}) {
  const said = document.getElementById('said');
  if (!said) return;
  said.className = seen ? 'said' : 'said unseen';
  said.textContent = text;
  clearTimeout(Number(said.dataset.timer));
  said.dataset.timer = String(setTimeout(() => said.replaceChildren(), 8000));
}
