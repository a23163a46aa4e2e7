import { ApiError } from './api-error.ts';
import { Parameters } from './parameter-set.ts';
import type { Protocol, WireAnswer } from './protocol.ts';
import type { ReceivedRequest } from './signature.ts';
import { xmlContent, xmlElement } from './xml.ts';

const xml = (status: number, body: string): WireAnswer => ({ status, headers: { 'content-type': 'text/xml' }, body });

/** The parameters of a form, in the query of the address or in the body. */
export function formParameters(request: ReceivedRequest): Parameters {
  return Parameters.fromForm(`${request.target.split('?')[1] ?? ''}&${request.body.toString()}`);
}

/** The protocol of IAM and STS: a form goes in, XML with `<member>` lists comes out. AWS: query protocol. */
export function queryProtocol(namespace: string, version: string): Protocol {
  return {
    version,
    read: (request) => {
      const parameters = formParameters(request);
      return { action: parameters.text('Action') ?? '', version: parameters.text('Version') ?? '', parameters };
    },
    unknownAction: (call) =>
      call.action === ''
        ? new ApiError('MissingAction', 400, 'The request is missing an action or a required parameter.')
        : new ApiError('InvalidAction', 400, `Could not find operation ${call.action} for version ${call.version || 'NO_VERSION_SPECIFIED'}`),
    answer: (action, result, requestId) => {
      // An action without a result has no `…Result` element.
      const body = result === undefined ? '' : `<${action}Result>${xmlContent(result)}</${action}Result>`;
      const metadata = `<ResponseMetadata>${xmlElement('RequestId', requestId)}</ResponseMetadata>`;
      return xml(200, `<${action}Response xmlns="${namespace}">${body}${metadata}</${action}Response>`);
    },
    refusal: (error, requestId) => {
      const detail = xmlContent({
        Error: { Type: error.status >= 500 ? 'Receiver' : 'Sender', Code: error.code, Message: error.message },
        RequestId: requestId,
      });
      return xml(error.status, `<ErrorResponse xmlns="${namespace}">${detail}</ErrorResponse>`);
    },
  };
}
