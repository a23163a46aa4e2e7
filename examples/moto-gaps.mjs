import { createServer, request } from 'node:http';

/**
 * Answers for the actions that moto lacks, where AWS would answer that there is nothing; moto itself answers HTTP 500 with a page of HTML.
 *
 * moto has no service-specific credentials, so a user never has any. Everything else goes to moto untouched.
 *
 * @type {Readonly<Record<string, string | undefined>>}
 */
const answers = {
  ListServiceSpecificCredentials:
    '<ListServiceSpecificCredentialsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListServiceSpecificCredentialsResult><ServiceSpecificCredentials/></ListServiceSpecificCredentialsResult>' +
    '<ResponseMetadata><RequestId>moto-gap</RequestId></ResponseMetadata></ListServiceSpecificCredentialsResponse>',
};

/**
 * Starts a server before moto that fills these gaps.
 *
 * @param {string} moto  Where moto listens: `http://127.0.0.1:5000`.
 * @returns {Promise<{ readonly endpoint: string, close(): Promise<void> }>}
 */
export async function fillMotoGaps(moto) {
  const server = createServer((incoming, outgoing) => {
    /** @type {Buffer[]} */
    const chunks = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const answer = answers[new URLSearchParams(body.toString()).get('Action') ?? ''];
      if (answer !== undefined) {
        outgoing.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
        return;
      }
      const { method = 'POST', headers, url = '/' } = incoming;
      const onward = request(new URL(url, moto), { method, headers }, (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
