import fc from 'fast-check';

// In CI the properties are tried with the same values every time, so that a change is judged by what it changes; elsewhere every run tries
// others and prints the seed of a failure. SEED repeats a run.
const { CI, SEED } = process.env;
const seed = SEED ?? (CI ? '20261128' : undefined);
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
