/** Whether a kind, or the first part of kinds, means this kind: `update` and `update/rename` mean `update/rename`. */
export function covers(given: string, kind: string): boolean {
  return kind === given || kind.startsWith(`${given}/`);
}
