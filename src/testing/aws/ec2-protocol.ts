import { ApiError } from './api-error.ts';
import type { Protocol, WireAnswer } from './protocol.ts';
import { formParameters } from './query-protocol.ts';
import { type ListTag, xmlContent, xmlElement } from './xml.ts';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';
const ITEM: ListTag = 'item';

const xml = (status: number, body: string): WireAnswer => ({ status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body });

/** The protocol of EC2: a form with plainly numbered lists goes in, XML with `<item>` lists comes out. AWS: ec2Query. */
export const ec2Protocol: Protocol = {
  version: '2016-11-15',
  read: (request) => {
    const parameters = formParameters(request);
    return { action: parameters.text('Action') ?? '', version: parameters.text('Version') ?? '', parameters };
  },
  unknownAction: (call) =>
    call.action === ''
      ? new ApiError('MissingAction', 400, 'The request must contain the parameter Action')
      : new ApiError('InvalidAction', 400, `The action ${call.action} is not valid for this web service.`),
  answer: (action, result, requestId) => {
    const body = xmlContent({ requestId, ...(result ?? { return: true }) }, ITEM);
    return xml(200, `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${NAMESPACE}">${body}</${action}Response>`);
  },
  refusal: (error, requestId) => {
    const errors = xmlElement('Errors', { Error: { Code: error.code, Message: error.message } });
    return xml(error.status, `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${errors}${xmlElement('RequestID', requestId)}</Response>`);
  },
};
