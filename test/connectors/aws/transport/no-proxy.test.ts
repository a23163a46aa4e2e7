import { describe, expect, it } from 'vitest';
import { noProxy } from '../../../../src/connectors/aws/transport/no-proxy.ts';
import { startLocalProxy } from './local-proxy.ts';
import { keys, opened } from './opened-session.ts';
import { startStubAws } from './stub-aws.ts';

describe('noProxy', () => {
  it.each<[string, string, number, boolean]>([
    ['iam.internal', 'iam.internal', 443, true],
    ['IAM.Internal', 'iam.internal', 443, true],
    ['iam.internal', 'sts.iam.internal', 443, false],
    ['.internal', 'iam.internal', 443, true],
    ['.internal', 'internal', 443, false],
    ['*.internal', 'a.b.internal', 443, true],
    ['*.internal', 'iam.internal.example.org', 443, false],
    ['*.internal', 'xinternal', 443, false],
    ['iam.internal:8443', 'iam.internal', 8443, true],
    ['iam.internal:8443', 'iam.internal', 443, false],
    ['*', 'anything.example.org', 443, true],
    ['10.0.0.0/8', '10.200.3.4', 443, true],
    ['10.0.0.0/8', '11.0.0.1', 443, false],
    ['10.0.0.0/8', '10.example.org', 443, false],
    ['10.1.2.3', '10.1.2.3', 443, true],
    ['fd00::/8', '[fd00::1]', 443, true],
    ['fd00::/8', 'fe80::1', 443, false],
    ['::1', '::1', 443, true],
  ])('%s is for %s:%i: %s', (entry, host, port, expected) => {
    expect(noProxy([entry])(host, port)).toBe(expected);
  });

  it('without entries lets nothing past', () => {
    expect(noProxy([])('localhost', 80)).toBe(false);
  });

  it('reaches what it names without the proxy, and everything else through it', async () => {
    await using stub = await startStubAws();
    await using proxy = await startLocalProxy();
    stub.answer('GetCallerIdentity', { ok: '<Arn>a</Arn><UserId>u</UserId><Account>1</Account>' });
    const settings = { ...keys, proxyHost: '127.0.0.1', proxyPort: proxy.port, noProxy: ['127.0.0.0/8'] };
    await using session = await opened({ ...settings, endpoint: stub.url, stsEndpoint: `http://localhost:${stub.port}` });

    await session.iam('GetUser', {});
    const before = proxy.forwarded.length;
    await session.callerIdentity();

    expect(before).toBe(0);
    expect(proxy.forwarded).toEqual([`POST http://localhost:${stub.port}/`]);
  });
});
