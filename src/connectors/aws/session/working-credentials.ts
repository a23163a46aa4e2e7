import { ConnectorError } from '../../../model/errors.ts';
import type { RoleSetting } from '../settings/role-setting.ts';
import type { AwsSettings } from '../settings.ts';
import { sourceOf } from '../transport/credential-source.ts';
import { CredentialCache } from '../transport/credentials.ts';
import { SecurityTokens } from './security-tokens.ts';
import type { SessionResources } from './session-resources.ts';

/**
 * The credentials that a session works with: those configured, or of the role at the end of the chain that they lead to.
 *
 * Each role has a cache of its own, so that an expired one asks no more of AWS than what has expired.
 *
 * @throws ConnectorError `Configuration` when the environment does not name the web identity it should.
 */
export function workingCredentials(resources: SessionResources): CredentialCache {
  const { settings, sdk, requestHandler, environment, log } = resources;
  const { now } = environment;
  const { credentials: given } = settings;
  if (given.from === 'webIdentity') {
    const { tokenFile, first, rest } = webIdentityOf(settings, given.tokenFile);
    const token = new SecurityTokens(resources, anonymous(now), () => accountOf(first)).webIdentity(first, tokenFile);
    return chain(resources, token, first, rest);
  }
  const onFailure = (error: unknown) => log('warn', 'refreshing the AWS credentials failed; the present ones serve on', { error: String(error) });
  const source = sourceOf(given, (named) => sdk.askNamed(named, { requestHandler, region: settings.region }), now);
  return chain(resources, new CredentialCache({ ...source, now, onFailure }), undefined, settings.roles);
}

function chain(resources: SessionResources, from: CredentialCache, before: RoleSetting | undefined, roles: readonly RoleSetting[]): CredentialCache {
  const [role, ...rest] = roles;
  if (role === undefined) return from;
  const next = new SecurityTokens(resources, from, () => before && accountOf(before)).role(role);
  return chain(resources, next, role, rest);
}

/** The token and the role it assumes: those of the configuration, or both of the environment, as EKS sets them. */
function webIdentityOf({ roles, accountRole }: AwsSettings, tokenFile: string | undefined) {
  const [role, ...rest] = roles;
  if (tokenFile !== undefined && role !== undefined) return { tokenFile, first: role, rest };
  const { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: arn } = process.env;
  if (file === undefined || arn === undefined) {
    const message =
      'is "webIdentity", and the environment lacks AWS_WEB_IDENTITY_TOKEN_FILE or AWS_ROLE_ARN: set them, or webIdentityTokenFile and roleArn';
    throw new ConnectorError('Configuration', `credentialSource ${message}`, { problems: [{ path: 'credentialSource', message }] });
  }
  const { sessionName, duration } = accountRole;
  const first: RoleSetting = { arn, externalId: undefined, sessionName, duration };
  return { tokenFile: file, first, rest: role?.arn === arn ? rest : roles };
}

/** STS asks for no signature where a token says who asks. */
function anonymous(now: () => number): CredentialCache {
  const fetch = async () => ({ identity: { accessKeyId: '', secretAccessKey: '' }, until: undefined });
  return new CredentialCache({ fetch, renewable: false, now, onFailure: () => {} });
}

const accountOf = ({ arn }: RoleSetting) => arn.split(':')[4];
