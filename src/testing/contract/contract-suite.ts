import type { AnyFacade } from '../../facade/facade.ts';
import { openConnector } from '../../facade/opening/open-connector.ts';
import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { Secret } from '../../model/secret.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import { CaseTurns, type Work } from './case-turns.ts';
import { classCases, connectorCases } from './cases/index.ts';
import { checkOptions } from './check-options.ts';
import { ClassUnderTest } from './class-under-test.ts';
import type { ContractCase } from './contract-case.ts';
import type { ClassOptions, ContractOptions, ScriptSample } from './contract-options.ts';
import { loadFastCheck } from './fast-check.ts';
import { covers } from './kinds.ts';
import { NotApplicable } from './not-applicable.ts';
import { removeObject } from './removal.ts';
import { SampleValues } from './sample-values.ts';
import { settling } from './settling.ts';
import type { SuiteSubject } from './suite-subject.ts';

/** The contract of one connector: its cases, the connector that they run against, and what is to be put in order after each and at the end. */
export class ContractSuite implements SuiteSubject {
  readonly connector: AnyConnector;
  readonly seed: number;
  readonly timeout: number;
  readonly wrongConfigurations: readonly Readonly<Record<string, unknown>>[];
  readonly scripts: readonly ScriptSample[];
  readonly classes: ClassUnderTest[] = [];
  readonly #options: ContractOptions;
  readonly #targets = new Map<string, readonly string[]>();
  readonly #atEnd: Work[] = [];
  readonly #turns: CaseTurns;
  #configuration: Promise<Readonly<Record<string, unknown>>> | undefined;
  #facade: Promise<AnyFacade> | undefined;
  #samples: SampleValues | undefined;
  readonly #kinds = new Set<string>();
  #number = 0;

  constructor(connector: AnyConnector, options: ContractOptions) {
    this.connector = connector;
    this.#options = options;
    this.seed = options.seed ?? 1;
    this.timeout = options.timeout ?? 30_000;
    this.#turns = new CaseTurns(this.seed, this.timeout);
    this.wrongConfigurations = options.wrongConfigurations ?? [];
    this.scripts = options.scripts ?? [];
    this.addClasses(connector.objectClasses);
  }

  /** Whether some object classes are known only when the connector is open. */
  get discovers(): boolean {
    return typeof (this.connector as { readonly schema?: unknown }).schema === 'function';
  }

  /** @throws ConnectorError `Internal` before the first case runs: samples are made while cases run, not while they are listed. */
  get samples(): SampleValues {
    if (!this.#samples) throw new ConnectorError('Internal', 'samples of the contract are made while a case runs, not while cases are listed');
    return this.#samples;
  }

  get secrets(): ReadonlySet<string> {
    return this.samples.secrets;
  }

  sampleOf(name: string, attribute: AttributeInfo): AttributeValue | readonly AttributeValue[] | undefined {
    return name === '__NAME__' ? this.samples.freshName(attribute) : this.samples.value(name, attribute, this.#number++);
  }

  secretOf(name: string, attribute: AttributeInfo, than?: string): string {
    for (let tries = 0; tries < 100; tries++) {
      const secret = this.samples.member(name, attribute, this.#number++) as Secret;
      if (secret.reveal() !== than) return secret.reveal();
    }
    throw new NotApplicable(`there is no second value of ${name}`);
  }

  addClasses(objectClasses: readonly ObjectClass[]): readonly ClassUnderTest[] {
    const options = (this.#options.objectClasses ?? {}) as Readonly<Record<string, ClassOptions | undefined>>;
    const added = objectClasses
      .filter(({ name }) => !this.classes.some(({ objectClass }) => objectClass.name === name))
      .map((each) => new ClassUnderTest(this, each, options[each.name] ?? {}));
    this.classes.push(...added);
    return added;
  }

  /** Opens the connector and asks for the classes that it finds. */
  async discover(): Promise<readonly ClassUnderTest[]> {
    return this.addClasses((await (await this.facade()).schema()).objectClasses);
  }

  /**
   * To be called when all cases have been listed.
   *
   * @throws ConnectorError `Configuration` for options that would be ignored.
   */
  checkOptions(): void {
    checkOptions(
      this.#options,
      this.#kinds,
      this.classes.map(({ objectClass }) => objectClass),
    );
  }

  /** The cases of the connector as a whole. */
  connectorCases(): readonly ContractCase[] {
    return this.#runnable(connectorCases.flatMap((make) => [...make(this)]));
  }

  /** The cases of object classes. */
  classCases(classes: readonly ClassUnderTest[]): readonly ContractCase[] {
    return this.#runnable(classes.flatMap((subject) => classCases.flatMap((make) => [...make(subject)])));
  }

  configuration(): Promise<Readonly<Record<string, unknown>>> {
    const { configuration } = this.#options;
    this.#configuration ??= (async () =>
      (typeof configuration === 'function' ? await configuration() : configuration) as Readonly<Record<string, unknown>>)();
    return this.#configuration;
  }

  facade(): Promise<AnyFacade> {
    this.#facade ??= (async () => openConnector(this.#settling(this.connector), await this.configuration(), this.#options.openOptions))();
    return this.#facade;
  }

  openAgain(options: object = {}): Promise<AnyFacade> {
    return this.#open(this.#settling(this.connector), options);
  }

  openVariant(change: (connector: AnyConnector) => AnyConnector): Promise<AnyFacade> {
    return this.#open(change(this.#settling(this.connector)), {});
  }

  /** The connector; where its system lags behind, it waits for that before it reads. */
  #settling(connector: AnyConnector): AnyConnector {
    const { settle } = this.#options;
    return settle ? settling(connector, settle) : connector;
  }

  async #open(connector: AnyConnector, options: object): Promise<AnyFacade> {
    const facade = await openConnector(connector, await this.configuration(), { ...this.#options.openOptions, ...options });
    this.afterCase(() => facade.close());
    return facade;
  }

  afterCase(work: Work): void {
    this.#turns.afterCase(work);
  }

  /** To be done at the end of the suite, the latest first. */
  atEnd(work: Work): void {
    this.#atEnd.push(work);
  }

  /** Uids of objects that others may point to; made before the first case of a class that does. */
  targets(objectClass: string): readonly string[] {
    return this.#targets.get(objectClass) ?? [];
  }

  #embedded(name: string): ObjectClass | undefined {
    return this.classes.find(({ objectClass }) => objectClass.name === name && objectClass.embedded)?.objectClass;
  }

  async makeTargets(objectClass: string): Promise<void> {
    if (this.#targets.has(objectClass)) return;
    // Two classes may point to each other.
    this.#targets.set(objectClass, []);
    const subject = this.classes.find((each) => each.objectClass.name === objectClass);
    if (!subject) return;
    const operations = await subject.operations();
    const uids: string[] = [];
    if (subject.supports('create')) {
      await subject.prepare();
      for (let i = 0; i < 3; i++) {
        const { uid } = await operations.create(subject.sample());
        uids.push(uid);
        this.atEnd(() => (subject.supports('delete') ? removeObject(operations, uid) : Promise.resolve()));
      }
    } else if (subject.supports('search')) {
      for await (const { uid } of operations.search({ attributes: [], limit: 3 })) uids.push(uid);
    }
    this.#targets.set(objectClass, uids);
  }

  #run({ name, kind, objectClass, run }: ContractCase): Promise<void> {
    const subject = this.classes.find((each) => each.objectClass.name === objectClass);
    return this.#turns.take(name, kind, async () => {
      this.#samples ??= new SampleValues(
        await loadFastCheck(),
        this.seed,
        (each) => this.targets(each),
        (each) => this.#embedded(each),
      );
      await subject?.prepare();
      for (const each of this.classes) each.beginCase(name);
      await run();
    });
  }

  /** Removes what the suite made, closes the connector and ends what the configuration started. */
  async close(): Promise<void> {
    const { teardown } = this.#options;
    const work: Work[] = [async () => teardown?.(), ...(this.#facade ? [async () => (await this.#facade)?.close()] : []), ...this.#atEnd.splice(0)];
    const problem = await this.#turns.clean(work, `the end of the contract of ${this.connector.name}`);
    this.#facade = undefined;
    if (problem !== undefined) throw problem;
  }

  #runnable(cases: readonly ContractCase[]): readonly ContractCase[] {
    const { only, skip, objectClasses = {} } = this.#options;
    for (const { kind } of cases) this.#kinds.add(kind);
    const chosen = only === undefined ? cases : cases.filter(({ kind }) => only.some((each) => covers(each, kind)));
    return chosen.map((each) => {
      const { skip: own } = ((objectClasses as Readonly<Record<string, ClassOptions>>)[each.objectClass ?? ''] ?? {}) as ClassOptions;
      const reason = each.skip ?? reasonFor(own, each.kind) ?? reasonFor(skip, each.kind);
      return { ...each, ...(reason !== undefined && { skip: reason }), run: () => this.#run(each) };
    });
  }
}

function reasonFor(skip: Readonly<Record<string, string>> | undefined, kind: string): string | undefined {
  return Object.entries(skip ?? {}).find(([given]) => covers(given, kind))?.[1];
}
