import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Answers for the actions that moto lacks, where AWS would answer that there is nothing; moto itself answers HTTP 500 with a page of HTML.
 *
 * moto has no service-specific credentials, so a user never has any. Everything else goes to moto untouched.
 */
const answers: Readonly<Record<string, string>> = {
  ListServiceSpecificCredentials:
    '<ListServiceSpecificCredentialsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListServiceSpecificCredentialsResult><ServiceSpecificCredentials/></ListServiceSpecificCredentialsResult>' +
    '<ResponseMetadata><RequestId>moto-gap</RequestId></ResponseMetadata></ListServiceSpecificCredentialsResponse>',
};

/**
 * Starts a server before moto that fills these gaps.
 *
 * @param moto  Where moto listens: `http://127.0.0.1:5000`.
 */
export async function fillMotoGaps(moto: string): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const answer = answers[new URLSearchParams(body.toString()).get('Action') ?? ''];
      if (answer !== undefined) {
        outgoing.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
        return;
      }
      const onward = request(new URL(incoming.url ?? '/', moto), { method: incoming.method, headers: incoming.headers }, (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
