import { el } from './element.js';
import { GatewayError } from './gateway-error.js';

/**
 * What went wrong, in words, with each problem.
 *
 * @param {unknown} error
 * @param {{ readonly id?: string, readonly retry?: () => void, readonly problems?: readonly import('./gateway-error.js').Problem[] }} [options]  `problems`: those that stand nowhere else.
 */
export function failure(error, { id, retry, problems } = {}) {
  const known = error instanceof GatewayError ? error : undefined;
  const shown = problems ?? known?.problems ?? [];
  const wait = known?.retryAfter === undefined ? '' : ` Try again in ${known.retryAfter} s.`;
  return el(
    'div',
    { class: 'failure', role: 'alert', id },
    el('p', {}, el('strong', {}, headingOf(known)), ' ', `${error instanceof Error ? error.message : String(error)}${wait}`),
    shown.length > 1 && el('ul', {}, ...shown.map(({ path, message }) => el('li', {}, el('code', {}, path), ' ', message))),
    known?.requestId !== undefined &&
      known.status >= 500 &&
      el('p', { class: 'quiet' }, 'Request id in the gateway’s log: ', el('code', {}, known.requestId)),
    retry && el('button', { type: 'button', onclick: retry }, 'Try again'),
  );
}

/** @param {GatewayError | undefined} error */
function headingOf(error) {
  switch (error?.status) {
    case undefined:
      return 'The page failed.';
    case 0:
      return 'No answer.';
    case 401:
      return 'Not logged in.';
    case 403:
      return 'Not allowed.';
    case 404:
      return 'Not found.';
    case 412:
      return 'Not in the expected state.';
    case 429:
      return 'Too many requests.';
    default:
      return error && error.status >= 500 ? 'The system could not do it.' : 'That was not accepted.';
  }
}
