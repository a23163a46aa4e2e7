import type { CommandTerminal } from './terminal.ts';

/** What is drawn while many rows go by; nothing where standard error is no terminal. */
export interface Progress {
  /** How far it is, in the unit of the total, and what is said beside it. */
  update(at: number, said: string): void;
  stop(): void;
}

/**
 * Begins to draw.
 *
 * @param what   What is going on.
 * @param total  At what it ends; undefined when nobody knows.
 */
export async function progress(what: string, total: number | undefined, { screen }: CommandTerminal): Promise<Progress> {
  if (!screen) return { update() {}, stop() {} };
  const { default: library } = await import('cli-progress');
  const known = total !== undefined && total > 0;
  const bar = new library.SingleBar(
    {
      stream: screen,
      format: known ? `${what} {bar} {percentage}% | {said} | {duration_formatted}` : `${what} {said} | {duration_formatted}`,
      // Ctrl-C is for the command, which then stops the bar.
      gracefulExit: false,
      hideCursor: true,
      fps: 5,
    },
    library.Presets.shades_classic,
  );
  bar.start(known ? total : 1, 0, { said: '' });
  return {
    update: (at, said) => bar.update(known ? at : 0, { said }),
    stop: () => bar.stop(),
  };
}
