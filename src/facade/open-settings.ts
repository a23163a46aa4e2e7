import { Secret, SecretBytes } from '../model/secret.ts';

/** The settings that a script may see: plain data. Secrets, and what only a program can give, are left out. */
export function openSettings(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(settings).flatMap(([name, value]) => (isPlain(value) ? [[name, copy(value)]] : [])));
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol' && value !== undefined;
  if (value instanceof Secret || value instanceof SecretBytes) return false;
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(isPlain).map(copy);
  // The address of a proxy may carry a user and a password.
  if (typeof value === 'string') return value.replace(/(?<=:\/\/)[^/?#\s]*@/, '');
  return typeof value === 'object' && value !== null ? openSettings(value as Readonly<Record<string, unknown>>) : value;
}
