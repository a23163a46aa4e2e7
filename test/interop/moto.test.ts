import { fillMotoGaps } from '../../examples/moto-gaps.mjs';
import { awsSuite } from '../connectors/aws/suite.ts';

// `npm run test:interop` starts moto and says where it is.
awsSuite('aws connector against moto, a server that nobody here wrote', async () => {
  const { MOTO_ENDPOINT } = process.env;
  if (MOTO_ENDPOINT === undefined) throw new Error('MOTO_ENDPOINT is not set: run `npm run test:interop`');
  const { endpoint, close } = await fillMotoGaps(MOTO_ENDPOINT);
  return {
    configuration: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'moto takes any', endpoint, region: 'us-east-1' },
    // What moto lacks, and why the suite cannot do without it: docs/connectors/aws-moto.md.
    capabilities: { boundaries: false, namesWithoutCase: false, refusesTakenNames: false },
    close,
  };
});
