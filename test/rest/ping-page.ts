/** One command of the page with what it prints. */
export interface PageCommand {
  readonly title: string;
  /** As a reader pastes it into a shell. */
  readonly command: string;
  readonly prints: unknown;
}

const login = `curl \\
--header "X-OpenIDM-Username: openidm-admin" \\
--header "X-OpenIDM-Password: openidm-admin" \\
`;
const json = `--header "Content-Type: application/json" \\
`;

const bjensen = {
  _id: 'bjensen',
  Path: '/',
  UserId: 'AIDAW3FY74V57KNBRIDU6',
  __NAME__: 'bjensen',
  Arn: 'arn:aws:iam::470686885243:user/bjensen',
  CreatedDate: 'Thu Jun 02 16:46:39 PDT 2022',
};
const tagged = { ...bjensen, Tags: [{ Project: 'Meteor' }] };

/**
 * The curl commands of PingIDM 7.2's page on its AWS connector and the JSON that they print, in the page's order.
 *
 * Source: PingIDM 7.2, connector reference, AWS connector (docs.pingidentity.com/pingidm/7.2/connector-reference/aws-iam.html).
 */
export const pageCommands: readonly PageCommand[] = [
  {
    title: 'test the configuration',
    command: `${login}--header "Accept-API-Version: resource=1.0" \\
--request POST \\
"http://localhost:8080/openidm/system/aws?_action=test"`,
    prints: {
      name: 'aws',
      enabled: true,
      config: 'config/provisioner.openicf/aws',
      connectorRef: {
        bundleVersion: '[1.5.0.0,1.6.0.0)',
        bundleName: 'org.forgerock.openicf.connectors.aws-connector',
        connectorName: 'org.forgerock.openicf.connectors.aws.AwsConnector',
      },
      displayName: 'AWS Connector',
      objectTypes: ['__ACCOUNT__', '__ALL__'],
      ok: true,
    },
  },
  {
    title: 'create a user',
    command: `${login}${json}--request POST \\
--data '{
  "__NAME__": "bjensen"
}' \\
"http://localhost:8080/openidm/system/aws/__ACCOUNT__?_action=create"`,
    prints: bjensen,
  },
  {
    title: 'add a tag',
    command: `${login}${json}--header "If-Match:*" \\
--request PUT \\
--data '{
  "__NAME__": "bjensen",
  "Tags": [{
    "Key": "Project",
    "Value": "Meteor"
  }]
}' \\
"http://localhost:8080/openidm/system/aws/__ACCOUNT__/bjensen"`,
    prints: tagged,
  },
  {
    title: 'query all users',
    command: `${login}${json}--request GET \\
"http://localhost:8080/openidm/system/aws/__ACCOUNT__?_queryId=query-all-ids"`,
    prints: {
      result: [{ _id: 'bjensen' }, { _id: 'frank@example.com' }, { _id: 'testFR4User' }, { _id: 'testFR5User' }, { _id: 'testFR6User' }],
      resultCount: 5,
      pagedResultsCookie: null,
      totalPagedResultsPolicy: 'NONE',
      totalPagedResults: -1,
      remainingPagedResults: -1,
    },
  },
  {
    title: 'read a user',
    command: `${login}${json}--request GET \\
"http://localhost:8080/openidm/system/aws/__ACCOUNT__/bjensen"`,
    prints: tagged,
  },
  {
    title: 'reset a password',
    command: `${login}${json}--header "if-Match:*" \\
--request PATCH \\
--data '[{
  "operation": "add",
  "field": "__PASSWORD__",
  "value": "Passw0rd@123!"
}]' \\
"http://localhost:8080/openidm/system/aws/__ACCOUNT__/bjensen"`,
    prints: tagged,
  },
  {
    title: 'delete a user',
    command: `${login}${json}--request DELETE \\
"http://localhost:8080/openidm/system/aws/__ACCOUNT__/bjensen"`,
    prints: tagged,
  },
];
