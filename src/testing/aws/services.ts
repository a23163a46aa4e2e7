import type { ActionTable, Call } from './action.ts';
import { actions } from './actions.ts';
import { admitToRegion } from './ec2/ec2-actions.ts';
import { ec2Protocol } from './ec2-protocol.ts';
import { jsonProtocol } from './json-protocol.ts';
import { admitToOrganization } from './organizations/organization-actions.ts';
import type { Protocol } from './protocol.ts';
import { queryProtocol } from './query-protocol.ts';
import type { ServiceName } from './service-name.ts';
import type { ReceivedRequest } from './signature.ts';
import { queryCode } from './sqs/sqs-errors.ts';

/** One service: how it speaks and what it can do. */
export interface Service {
  readonly protocol: Protocol;
  readonly actions: ActionTable;
  /** Refuses callers that this service does not serve at all, whatever the action. @throws ApiError */
  readonly admit?: (call: Call) => void;
}

/** Every service at the endpoint, by the name that requests to it are signed with. */
export const services: Readonly<Record<ServiceName, Service>> = {
  iam: { protocol: queryProtocol('https://iam.amazonaws.com/doc/2010-05-08/', '2010-05-08'), actions: actions.iam },
  sts: { protocol: queryProtocol('https://sts.amazonaws.com/doc/2011-06-15/', '2011-06-15'), actions: actions.sts },
  organizations: {
    protocol: jsonProtocol({ target: 'AWSOrganizationsV20161128', version: '1.1' }),
    actions: actions.organizations,
    admit: admitToOrganization,
  },
  cloudtrail: { protocol: jsonProtocol({ target: 'CloudTrail_20131101', version: '1.1' }), actions: actions.cloudtrail },
  sqs: {
    protocol: jsonProtocol({ target: 'AmazonSQS', version: '1.0', errorNamespace: 'com.amazonaws.sqs', queryCode }),
    actions: actions.sqs,
  },
  ec2: { protocol: ec2Protocol, actions: actions.ec2, admit: admitToRegion },
};

/** The service of a request that is not signed, or not for one that is served: its own form says which it was meant for. */
export function likelyService(request: ReceivedRequest): ServiceName {
  const target = request.headers.get('x-amz-target')?.split('.')[0];
  const version = /(?:^|&)Version=([\d-]+)/.exec(`${request.target.split('?')[1] ?? ''}&${request.body.toString()}`)?.[1];
  const all = Object.entries(services) as [ServiceName, Service][];
  return all.find(([, { protocol }]) => protocol.version === (target ?? version))?.[0] ?? 'iam';
}
