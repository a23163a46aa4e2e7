/**
 * A field of the objects of a type, as the gateway's OpenAPI document tells it.
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {string} attribute    What the connector calls it: `__ENABLE__`.
 * @property {string} title
 * @property {string | undefined} description
 * @property {string} type         ICF's value type: `string`, `dateTime`, `map`.
 * @property {boolean} list
 * @property {readonly string[] | undefined} options  The only values it takes.
 * @property {number | undefined} maxLength
 * @property {string | undefined} objectClass  Of a reference: the class it points to.
 * @property {boolean} readable
 * @property {boolean} creatable
 * @property {boolean} updateable
 * @property {boolean} required    For a create.
 * @property {boolean} byDefault   Whether a read brings it unasked.
 * @property {boolean} sortable
 */

/**
 * A kind of object.
 *
 * @typedef {object} ObjectType
 * @property {string} name
 * @property {string} title
 * @property {string} objectClass  What the connector calls it: `__ACCOUNT__`.
 * @property {readonly Field[]} fields
 * @property {{ readonly query: boolean, readonly create: boolean, readonly read: boolean, readonly update: boolean, readonly delete: boolean }} can
 */

const icfTitles = /** @type {Readonly<Record<string, string>>} */ ({ __ACCOUNT__: 'Account', __GROUP__: 'Group' });

/**
 * The object types of a system.
 *
 * @param {any} document  Of OpenAPI.
 * @param {string} system
 * @returns {readonly ObjectType[]}
 */
export function objectTypesOf(document, system) {
  const schema = (/** @type {any} */ holder) => document.components.schemas[String(holder?.$ref).split('/').at(-1) ?? ''] ?? { properties: {} };
  const prefix = `/system/${encodeURIComponent(system)}/`;
  return Object.entries(document.paths).flatMap(([path, item]) => {
    const [, name = ''] = path.split(prefix);
    const one = document.paths[`${path}/{id}`];
    if (name === '' || name.includes('/') || !one) return [];
    // What belongs to a create among the actions of the POST.
    const made = item.post?.['x-actions'].create;
    const found = one.get ?? one.delete ?? one.patch;
    const answered = found?.responses[200].content['application/json'].schema;
    // Where single objects can only be listed, or made.
    const listed = item.get?.responses[200].content['application/json'].schema.properties.result.items;
    const read = schema(answered ?? listed ?? made?.response.schema);
    const create = schema(made?.requestBody.schema);
    const update = schema(one.patch && one.put.requestBody?.content['application/json'].schema);
    const own = decodeURIComponent(name);
    const names = new Set([...Object.keys(read.properties), ...Object.keys(create.properties), ...Object.keys(update.properties)]);
    names.delete('_id');
    names.delete('_rev');
    return [
      {
        name: own,
        title: icfTitles[own] && !read.title ? icfTitles[own] : (read.title ?? own),
        objectClass: read['x-object-class'] ?? own,
        fields: [...names].map((each) => fieldOf(each, read, create, update)),
        can: { query: !!item.get, create: !!made, read: !!one.get, update: !!one.patch, delete: !!one.delete },
      },
    ];
  });
}

/**
 * @param {string} name
 * @param {any} read
 * @param {any} create
 * @param {any} update
 * @returns {Field}
 */
function fieldOf(name, read, create, update) {
  const input = update.properties[name] ?? create.properties[name];
  const any = read.properties[name] ?? input;
  const list = [any.type].flat().includes('array');
  const value = list ? (input?.items ?? any.items) : (input ?? any);
  return {
    name,
    attribute: any['x-attribute'] ?? name,
    title: any.title ?? name,
    description: any.description,
    type: any['x-type'] ?? 'string',
    list,
    options: value.enum?.filter((/** @type {unknown} */ each) => each !== null),
    maxLength: value.maxLength,
    objectClass: any['x-object-class'],
    readable: name in read.properties,
    creatable: name in create.properties,
    updateable: name in update.properties,
    required: create.required?.includes(name) === true,
    byDefault: name in read.properties && any['x-returned-by-default'] !== false,
    sortable: any['x-sortable'] === true,
  };
}

/**
 * The field that the connector calls so.
 *
 * @param {ObjectType} type
 * @param {string} attribute
 */
export function fieldFor(type, attribute) {
  return type.fields.find((field) => field.attribute === attribute);
}

/**
 * What people call an object: its name, else its id.
 *
 * @param {ObjectType} type
 * @param {{ readonly _id: string } & Readonly<Record<string, any>>} object
 * @returns {string}
 */
export function nameOf(type, object) {
  const name = object[fieldFor(type, '__NAME__')?.name ?? '__NAME__'];
  return typeof name === 'string' && name !== '' ? name : object._id;
}
