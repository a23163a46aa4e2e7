import { readingActions } from '../requests/system-request.ts';
import { type Parameter, parameter } from './parameter.ts';
import { answer, failures } from './responses.ts';

type Json = Readonly<Record<string, unknown>>;

/** One action as the document tells it. */
export interface DocumentedAction {
  readonly name: string;
  /** What it does: a sentence or two. */
  readonly description: string;
  /** What it reads from the query string. */
  readonly parameters?: readonly Parameter[];
  /** What it reads from the body; nothing unless given. */
  readonly body?: { readonly schema: Json; readonly required?: boolean; readonly example?: unknown };
  readonly answer: { readonly status?: number; readonly description: string; readonly schema: Json; readonly example?: unknown };
}

/**
 * The one POST for all actions of a path: OpenAPI has one operation for a path and a method, whatever the query string says.
 *
 * What it cannot say, which parameters, body and answer belong to which action and what role it takes, stands in the descriptions for people
 * and in `x-actions` for programs.
 *
 * @param what     What the path is: `all systems`.
 * @param actions  `create` is what a POST without `_action` asks for.
 * @returns Undefined for a path without actions: it has no POST.
 */
export function postOf(operationId: string, what: string, actions: readonly DocumentedAction[]): Json | undefined {
  if (actions.length === 0) return undefined;
  return {
    operationId,
    summary: `Acts on ${what}: ${actions.map(({ name }) => name).join(', ')}.`,
    description: actions.map((action) => `- \`${action.name}\` (role ${roleOf(action)}): ${action.description}`).join('\n'),
    parameters: [actionParameter(actions), ...parametersOf(actions)],
    ...requestBodyOf(actions),
    responses: { ...failures, ...answersOf(actions) },
    'x-actions': Object.fromEntries(actions.map((action) => [action.name, summaryOf(action)])),
  };
}

/** The role that a caller must have at least. */
const roleOf = ({ name }: DocumentedAction) => (readingActions.includes(name) ? 'read' : 'full');

function summaryOf(action: DocumentedAction): Json {
  const { parameters = [], body, answer: answered } = action;
  return {
    role: roleOf(action),
    parameters: parameters.map(({ name }) => name),
    ...(body && { requestBody: { required: body.required === true, schema: body.schema } }),
    response: { status: answered.status ?? 200, schema: answered.schema },
  };
}

function actionParameter(actions: readonly DocumentedAction[]): Json {
  const byDefault = actions.some(({ name }) => name === 'create');
  const names = actions.map(({ name }) => name);
  return {
    ...parameter(
      '_action',
      `What to do, in any case of letters${byDefault ? '; create unless given' : ''}.`,
      { type: 'string', enum: names },
      !byDefault,
    ),
    examples: Object.fromEntries(names.map((name) => [name, { value: name }])),
  };
}

/** A parameter of several actions is there once; one that only some read says so. */
function parametersOf(actions: readonly DocumentedAction[]): readonly Json[] {
  const all = new Map(actions.flatMap(({ parameters = [] }) => parameters.map((each) => [each.name, each] as const)));
  return [...all.values()].map((each) => {
    const readers = actions.filter(({ parameters = [] }) => parameters.some(({ name }) => name === each.name));
    return { ...each, description: forSome(readers, actions, each.description) };
  });
}

function requestBodyOf(actions: readonly DocumentedAction[]): Json {
  const taking = actions.flatMap(({ name, body }) => (body ? [{ name, ...body }] : []));
  if (taking.length === 0) return {};
  const examples = taking.filter(({ example }) => example !== undefined).map(({ name, example }) => [name, { value: example }]);
  const needing = taking.filter(({ required }) => required).map(({ name }) => name);
  const optional = taking.filter(({ required }) => !required).map(({ name }) => name);
  const description = [
    ...(needing.length > 0 ? [`Needed for ${needing.join(', ')}.`] : []),
    ...(optional.length > 0 ? [`May be given for ${optional.join(', ')}.`] : []),
  ].join(' ');
  return {
    requestBody: {
      description,
      required: needing.length === actions.length,
      content: {
        'application/json': {
          schema: anyOf(taking.map(({ schema }) => schema)),
          ...(examples.length > 0 && { examples: Object.fromEntries(examples) }),
        },
      },
    },
  };
}

function answersOf(actions: readonly DocumentedAction[]): Json {
  const statusOf = ({ answer: { status = 200 } }: DocumentedAction) => status;
  const ofStatus = (status: number) => {
    const all = actions.filter((each) => statusOf(each) === status);
    const shown = all.filter((each) => each.answer.example !== undefined);
    return answer(
      all.map((each) => forSome([each], actions, each.answer.description)).join(' '),
      anyOf(all.map((each) => each.answer.schema)),
      Object.fromEntries(shown.map((each) => [each.name, each.answer.example])),
    );
  };
  return Object.fromEntries(actions.map(statusOf).map((status) => [status, ofStatus(status)]));
}

/** Not `oneOf`: what one action takes or answers may well have the form of another's. */
function anyOf(schemas: readonly Json[]): Json {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  const [only = {}] = different;
  return different.length > 1 ? { anyOf: different } : only;
}

function forSome(some: readonly DocumentedAction[], all: readonly DocumentedAction[], description: string): string {
  return some.length === all.length ? description : `For ${some.map(({ name }) => name).join(', ')}: ${description}`;
}
