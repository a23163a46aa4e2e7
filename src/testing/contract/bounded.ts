import { AssertionError } from 'node:assert';

/** Waits for work no longer than so many milliseconds; then it throws, and what the work answers or throws later is dropped. */
export async function bounded<T>(work: () => Promise<T>, milliseconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AssertionError({ message: `${what} did not end within ${milliseconds} ms` })), milliseconds);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
