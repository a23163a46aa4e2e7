/** Does `times` of one thing. */
export type Work = (times: number) => Promise<void>;

/** A facade's way of doing something, beside the bare loop that does the same without it. */
export interface Comparison {
  readonly name: string;
  readonly facade: Work;
  readonly bare: Work;
  /** How many objects one time stands for. */
  readonly objects?: number;
  /** The share of the bare loop's rate to reach. */
  readonly wanted?: number;
}

/** Objects a second of either, and the median over the rounds of their ratio. */
export interface Measured {
  readonly name: string;
  readonly facade: number;
  readonly bare: number;
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  readonly wanted: number | undefined;
}

/**
 * Runs both sides in turns, so that what else the machine does concerns both alike.
 *
 * @param comparison    What to compare.
 * @param rounds        How many rounds count; two more warm up.
 * @param milliseconds  How long one side of a round takes, about.
 *
 * @example
 * const { ratio } = await compare({ name: 'get', facade, bare }, 9, 200);
 */
export async function compare(comparison: Comparison, rounds: number, milliseconds: number): Promise<Measured> {
  const sides = ['facade', 'bare'] as const;
  const times = { facade: await timesFor(comparison.facade, milliseconds), bare: await timesFor(comparison.bare, milliseconds) };
  const rates: { readonly facade: number; readonly bare: number }[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const rate = { facade: 0, bare: 0 };
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const started = performance.now();
      await comparison[side](times[side]);
      rate[side] = (times[side] * (comparison.objects ?? 1) * 1000) / (performance.now() - started);
    }
    if (round >= 0) rates.push(rate);
  }
  const ratios = rates.map(({ facade, bare }) => facade / bare);
  return {
    name: comparison.name,
    facade: median(rates.map(({ facade }) => facade)),
    bare: median(rates.map(({ bare }) => bare)),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    wanted: comparison.wanted,
  };
}

/** How many times take about that long; the search for it warms up too. */
async function timesFor(work: Work, milliseconds: number): Promise<number> {
  for (let times = 1; ; times *= 2) {
    const started = performance.now();
    await work(times);
    const took = performance.now() - started;
    if (took > milliseconds / 2) return Math.max(1, Math.round((times * milliseconds) / took));
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
