import { App } from './app.js';

const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const main = part('content');
part('skip').addEventListener('click', (event) => {
  // The part of the address after # is the place that is shown.
  event.preventDefault();
  main.focus();
});
const path = document.querySelector('meta[name="gateway-path"]')?.getAttribute('content') ?? '/openidm';
void new App(path, { main, nav: part('systems'), who: part('who') }).start();
