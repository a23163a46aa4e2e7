/** The order of two values that JavaScript can compare. */
export function ascending<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
