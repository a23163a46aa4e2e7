import { mfaCode, startAws } from '../../../src/testing/aws/index.ts';
import { awsSuite } from './suite.ts';

awsSuite('aws connector against the embedded AWS', async () => {
  const server = await startAws({ seed: 1 });
  const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
  return {
    configuration: { accessKeyId, secretKey, endpoint: server.endpoint, region: 'us-east-1' },
    capabilities: {
      boundaries: true,
      namesWithoutCase: true,
      refusesTakenNames: true,
      mfaCodes: (seed) => [mfaCode(seed, server.clock.now() - 30_000), mfaCode(seed, server.clock.now())],
    },
    close: () => server.close(),
  };
});
