/** Version of this package, as AWS sees it in the user agent; a test holds it against package.json. */
export const connectorVersion = '0.1.0';

/** What the connector adds to the SDK's user agent. CloudTrail shows it with every call. */
export const userAgent: [string, string] = ['identity-connector', connectorVersion];
