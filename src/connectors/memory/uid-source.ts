/** Where the uids of new objects come from. */
export type UidSource = (name: string | undefined) => string | undefined;

/**
 * Makes a source of uids.
 *
 * @param mode  `generated`: UUIDs; `name`: the name, undefined without one.
 * @param seed  Makes the UUIDs the same in every run; random without it.
 *
 * @example
 * uidSource('generated', 7)('ada') === uidSource('generated', 7)('bob');  // true
 */
export function uidSource(mode: 'generated' | 'name', seed: number | undefined): UidSource {
  if (mode === 'name') return (name) => name;
  if (seed === undefined) return () => crypto.randomUUID();
  let state = seed;
  // splitmix32: enough to spread, not to keep secrets.
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0).toString(16).padStart(8, '0');
  };
  return () => {
    const digits = next() + next() + next() + next();
    // RFC 9562: version 4, variant 10.
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
  };
}
