/** A test runner of the form that jest has, which keeps what it is given and runs it when told. */
export class RecordedRunner {
  readonly lines: string[] = [];
  readonly tests: { readonly name: string; readonly body: () => unknown; readonly timeout: number | undefined }[] = [];
  readonly skipped: string[] = [];
  readonly ends: (() => unknown)[] = [];
  readonly describe = (name: string, body: () => void): void => {
    this.lines.push(`describe ${name}`);
    body();
  };
  readonly it = Object.assign(
    (name: string, body: () => unknown, timeout?: number): void => {
      this.tests.push({ name, body, timeout });
    },
    { skip: (name: string, _body: () => unknown): void => void this.skipped.push(name) },
  );
  readonly afterAll = (body: () => unknown): void => void this.ends.push(body);

  /** Runs everything as a runner would: one after another, then what comes at the end. Answers what failed. */
  async run(): Promise<readonly { readonly name: string; readonly error: unknown }[]> {
    const failed = [];
    for (const { name, body } of this.tests) {
      try {
        await body();
      } catch (error) {
        failed.push({ name, error });
      }
    }
    for (const end of this.ends) await end();
    return failed;
  }
}
