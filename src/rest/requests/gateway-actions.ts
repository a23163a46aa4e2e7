import { ConnectorError } from '../../model/errors.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import { CrestError, crestErrorOf } from '../crest/crest-error.ts';
import { objectBody } from '../crest/request-body.ts';
import type { Catalogue } from '../systems/catalogue.ts';
import { coreConfiguration, fullConfiguration } from '../systems/generated-configuration.ts';
import { System } from '../systems/system.ts';
import type { ConnectorRef } from '../systems/system-definition.ts';
import type { Answer } from './answer.ts';

/** What an action on all systems needs. */
export interface GatewayRequest {
  readonly systems: ReadonlyMap<string, System>;
  readonly catalogue: Catalogue;
  readonly parameters: URLSearchParams;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/**
 * The actions on `system` itself but liveSync. PingIDM: availableConnectors, createCoreConfig, createFullConfig, createConfiguration,
 * testConfig, test.
 *
 * @throws CrestError 400 for an unknown action and for a body that lacks what the action needs.
 */
export async function gatewayAction(action: string, request: GatewayRequest): Promise<Answer> {
  switch (action) {
    case 'availableConnectors':
      return { status: 200, json: { connectorRef: await request.catalogue.refs() } };
    case 'createCoreConfig': {
      const { ref, connector } = await named(request);
      return { status: 200, json: coreConfiguration(ref, connector, properties(objectBody(request.body))) };
    }
    case 'createFullConfig':
      return full(request);
    case 'createConfiguration': {
      // The phases of old: nothing, a connectorRef, settings as well.
      const body = request.body === undefined ? {} : objectBody(request.body);
      if (body.connectorRef === undefined) return gatewayAction('availableConnectors', request);
      return gatewayAction(body.configurationProperties === undefined ? 'createCoreConfig' : 'createFullConfig', request);
    }
    case 'testConfig':
      return testConfiguration(request);
    case 'test':
      return test(request);
    default:
      throw new CrestError(
        400,
        `Action ${action} is not supported on system; there are availableConnectors, createCoreConfig, createFullConfig, createConfiguration, testConfig, test, liveSync`,
      );
  }
}

async function named({ catalogue, body }: GatewayRequest): Promise<{ readonly ref: ConnectorRef; readonly connector: AnyConnector }> {
  const ref = objectBody(body).connectorRef;
  return asRequestError(async () => ({ ref: ref as ConnectorRef, connector: await catalogue.find(ref) }));
}

function properties(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const given = body.configurationProperties ?? {};
  // Null is how a skeleton says that a setting has no value.
  return Object.fromEntries(Object.entries(objectBody(given)).filter(([, value]) => value !== null));
}

async function full(request: GatewayRequest): Promise<Answer> {
  const { ref, connector } = await named(request);
  const given = properties(objectBody(request.body));
  return { status: 200, json: await asRequestError(() => fullConfiguration(ref, connector, given, request.signal)) };
}

/** A configuration that a caller has sent is the caller's mistake, not the gateway's. */
async function asRequestError<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!ConnectorError.is(error) || error.code !== 'Configuration') throw error;
    const { detail, message } = crestErrorOf(error);
    throw new CrestError(400, message, { detail, cause: error });
  }
}

async function testConfiguration(request: GatewayRequest): Promise<Answer> {
  const body = objectBody(request.body);
  if (body.id !== undefined) throw new CrestError(400, 'testConfig takes a configuration that has no id');
  if (typeof body.name !== 'string' || body.name === '') throw new CrestError(400, 'testConfig takes a configuration with a name');
  const { ref, connector } = await named(request);
  const system = new System({ name: body.name, connector, configuration: properties(body), connectorRef: ref }, () => {});
  try {
    const { ok, error } = await system.status(request.signal);
    return { status: 200, json: { name: body.name, ok, ...(error !== undefined && { error, reason: error }) } };
  } finally {
    await system.close();
  }
}

async function test({ systems, body, signal }: GatewayRequest): Promise<Answer> {
  const id = body === undefined ? undefined : objectBody(body).id;
  if (id === undefined) return { status: 200, json: await Promise.all([...systems.values()].map((system) => system.status(signal))) };
  const system = systems.get(String(id));
  if (!system) throw new CrestError(404, `There is no system ${String(id)}`);
  return { status: 200, json: await system.status(signal) };
}
