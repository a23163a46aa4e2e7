import { ConnectorError } from '../../model/errors.ts';

/** The module of fast-check, as `import * as fc` has it. */
export type FastCheck = typeof import('fast-check');

/**
 * Loads fast-check, which makes the samples. Only who runs the contract needs it, so it is an optional peer.
 *
 * @throws ConnectorError `Configuration` when it is not installed.
 */
export async function loadFastCheck(load: () => Promise<FastCheck> = () => import('fast-check')): Promise<FastCheck> {
  try {
    return await load();
  } catch (cause) {
    throw new ConnectorError('Configuration', 'the contract makes its samples with fast-check, which is not installed: npm install -D fast-check', {
      cause,
    });
  }
}
