/**
 * What a context evaluates before a script: it puts `connector`, `console` and `log` into place and carries values across as text.
 *
 * A text and no function, because it runs in another engine: no compiler or bundler of this side may change it. It keeps every built-in that
 * it needs from before the script, so that a script which replaces `JSON.stringify` or `Promise.prototype.then` deceives itself at most. The
 * host does not rely on it: what comes out is checked like any other input.
 */
export const guestProgram = `(function (hostCall, hostLog, setupText, resultLimit) {
'use strict';
const { apply, getPrototypeOf, setPrototypeOf, defineProperty } = Reflect;
const { keys, freeze, create, hasOwn } = Object;
const { parse, stringify } = JSON;
const { isArray } = Array;
const { fromCharCode } = String;
const ObjectPrototype = Object.prototype, ErrorType = Error, TypeErrorType = TypeError, PromiseType = Promise, MapType = Map, DateType = Date, BytesType = Uint8Array;
const toText = String, toBigInt = BigInt, toNumber = Number;
const charCodeAt = ''.charCodeAt, slice = ''.slice, includes = ''.includes, bigIntText = 0n.toString, dateTime = DateType.prototype.getTime;
const mapForEach = MapType.prototype.forEach, mapSet = MapType.prototype.set;
const bytesPrototype = getPrototypeOf(BytesType.prototype);
const getter = (prototype, key) => Object.getOwnPropertyDescriptor(prototype, key).get;
const bytesTag = getter(bytesPrototype, Symbol.toStringTag), bytesLength = getter(bytesPrototype, 'length');
const WeakMapGet = WeakMap.prototype.get, WeakMapSet = WeakMap.prototype.set;
const hostErrors = new WeakMap(), refusals = new WeakMap();
const pending = create(null);
let calls = 0;

const bare = (list) => { setPrototypeOf(list, null); return list; };
const tag = (kind, value) => ({ __proto__: null, $: bare([kind, value]) });
const put = (target, key, value) => defineProperty(target, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
function refuse(path, what) {
  const error = new TypeErrorType(path + ' is ' + what);
  apply(WeakMapSet, refusals, [error, true]);
  return error;
}
function encode(value, path, trail, depth) {
  switch (typeof value) {
    case 'string': case 'boolean': return value;
    case 'number':
      return value - value === 0 && !(value === 0 && 1 / value < 0) ? value : tag('number', value === 0 ? '-0' : toText(value));
    case 'undefined': return tag('undefined', 0);
    case 'bigint': return tag('bigint', apply(bigIntText, value, []));
    case 'function': throw refuse(path, 'a function, which cannot cross: give plain data');
    case 'symbol': throw refuse(path, 'a symbol, which cannot cross: give plain data');
  }
  if (value === null) return null;
  for (let at = depth - 1; at >= 0; at--) if (trail[at] === value) throw refuse(path, 'a cycle: it contains itself');
  if (depth >= 100) throw refuse(path, 'more than 100 levels deep');
  trail[depth] = value;
  if (isArray(value)) {
    const list = bare([]), { length } = value;
    for (let at = 0; at < length; at++) list[at] = encode(value[at], path + '[' + at + ']', trail, depth + 1);
    return list;
  }
  const prototype = getPrototypeOf(value);
  if (prototype === ObjectPrototype || prototype === null) {
    const names = keys(value), object = create(null);
    let marked = false;
    for (let at = 0; at < names.length; at++) {
      const name = names[at];
      if (name === '__proto__') throw refuse(path + '.__proto__', 'a name that cannot cross');
      if (name === '$') marked = true;
      object[name] = encode(value[name], path + '.' + name, trail, depth + 1);
    }
    return marked ? tag('object', object) : object;
  }
  let time;
  try { time = apply(dateTime, value, []); } catch {}
  if (time !== undefined) return tag('date', time === time ? time : null);
  if (apply(bytesTag, value, []) === 'Uint8Array') {
    let text = '';
    for (let at = 0, length = apply(bytesLength, value, []); at < length; at++) text += fromCharCode(value[at]);
    return tag('bytes', text);
  }
  const entries = bare([]);
  let count = 0, map = true;
  try { apply(mapForEach, value, [(item, key) => { entries[count++] = bare([key, item]); }]); } catch { map = false; }
  if (!map) throw refuse(path, value instanceof PromiseType ? 'a promise: await it' : 'an object of a class, which cannot cross: give plain data');
  for (let at = 0; at < count; at++) {
    const entry = entries[at];
    entries[at] = bare([encode(entry[0], path + '.key', trail, depth + 1), encode(entry[1], path + '.value', trail, depth + 1)]);
  }
  return tag('map', entries);
}
function decode(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    for (let at = 0; at < value.length; at++) put(value, at, decode(value[at]));
    return value;
  }
  if (!hasOwn(value, '$')) return decodeProperties(value);
  const content = value.$[1];
  switch (value.$[0]) {
    case 'undefined': return undefined;
    case 'number': return toNumber(content);
    case 'bigint': return toBigInt(content);
    case 'date': return new DateType(content === null ? 0 / 0 : content);
    case 'object': return decodeProperties(content);
    case 'bytes': {
      const { length } = content, bytes = new BytesType(length);
      for (let at = 0; at < length; at++) bytes[at] = apply(charCodeAt, content, [at]);
      return bytes;
    }
    case 'map': {
      const map = new MapType();
      for (let at = 0; at < content.length; at++) apply(mapSet, map, [decode(content[at][0]), decode(content[at][1])]);
      return map;
    }
  }
}
function decodeProperties(object) {
  const names = keys(object);
  for (let at = 0; at < names.length; at++) put(object, names[at], decode(object[names[at]]));
  return object;
}
// The first letter says whether there is anything in it that JSON has no form for.
const fromHost = (text) => (text[0] === 'j' ? parse(apply(slice, text, [1])) : decode(parse(apply(slice, text, [1]))));
const toHost = (value, path) => stringify(encode(value, path, bare([]), 0));
const deepFreeze = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  const names = keys(value);
  for (let at = 0; at < names.length; at++) deepFreeze(value[names[at]]);
  // Views of bytes cannot be frozen; they are copies of this context's own.
  return apply(bytesTag, value, []) ? value : freeze(value);
};

const operation = (name, least) => {
  const call = function (...args) {
    return new PromiseType((resolve, reject) => {
      if (args.length < least) throw new TypeErrorType('connector.' + name + ' needs ' + least + ' arguments (got ' + args.length + ')');
      const text = toHost(args, 'arguments');
      if (text.length > resultLimit) throw new ErrorType('the arguments of connector.' + name + ' take ' + text.length + ' characters, more than ' + resultLimit);
      const id = ++calls;
      pending[id] = { __proto__: null, resolve, reject };
      hostCall(id, name, text);
    });
  };
  defineProperty(call, 'name', { __proto__: null, value: name });
  return freeze(call);
};
const wording = (value) => {
  if (typeof value === 'string') return value;
  try { if (value instanceof ErrorType) return toText(value); return stringify(encode(value, 'value', bare([]), 0)); } catch { return typeof value; }
};
const logger = (level) => freeze((...parts) => {
  let line = '';
  for (let at = 0; at < parts.length; at++) line += (at === 0 ? '' : ' ') + wording(parts[at]);
  hostLog(level, apply(slice, line, [0, 2000]));
});
const levels = freeze({ __proto__: null, debug: logger('debug'), info: logger('info'), warn: logger('warn'), error: logger('error') });
const log = freeze((level, ...parts) => {
  if (!hasOwn(levels, level)) throw new TypeErrorType('log needs a level: debug, info, warn or error');
  apply(levels[level], undefined, parts);
});
const { name, configuration } = fromHost(setupText);
const connector = freeze({
  name, configuration: deepFreeze(configuration), log,
  search: operation('search', 1), page: operation('page', 1), get: operation('get', 2), create: operation('create', 2),
  update: operation('update', 3), delete: operation('delete', 2), authenticate: operation('authenticate', 3),
  resolveUsername: operation('resolveUsername', 2), sync: operation('sync', 1), latestSyncToken: operation('latestSyncToken', 1),
  schema: operation('schema', 0), supports: operation('supports', 1), test: operation('test', 0), hook: operation('hook', 1),
});
const constant = (key, value) => defineProperty(globalThis, key, { __proto__: null, value, writable: false, enumerable: false, configurable: false });
constant('connector', connector);
constant('console', freeze({ log: levels.info, debug: levels.debug, info: levels.info, warn: levels.warn, error: levels.error }));
constant('log', log);

const textOf = (thrown, key) => { try { const value = thrown[key]; return typeof value === 'string' ? apply(slice, value, [0, 2000]) : ''; } catch { return ''; } };
function describe(thrown) {
  const known = typeof thrown === 'object' && thrown !== null;
  const id = known ? apply(WeakMapGet, hostErrors, [thrown]) : undefined;
  if (id !== undefined) return { __proto__: null, id };
  if (known) return { __proto__: null, refused: apply(WeakMapGet, refusals, [thrown]) === true, name: textOf(thrown, 'name'), message: textOf(thrown, 'message'), stack: textOf(thrown, 'stack') };
  return { __proto__: null, refused: false, value: apply(slice, typeof thrown === 'symbol' ? 'a symbol' : toText(thrown), [0, 2000]) };
}
return freeze({
  __proto__: null,
  give(text) {
    const args = fromHost(text), names = keys(args);
    for (let at = 0; at < names.length; at++) put(globalThis, names[at], args[names[at]]);
  },
  settle(id, good, text) {
    const call = pending[id];
    delete pending[id];
    if (good) return call.resolve(fromHost(text));
    const details = fromHost(text), error = new ErrorType(details.message), names = keys(details);
    for (let at = 0; at < names.length; at++) if (names[at] !== 'message') put(error, names[at], details[names[at]]);
    put(error, 'stack', '');
    apply(WeakMapSet, hostErrors, [error, id]);
    call.reject(error);
  },
  async finish(value, boxed) {
    try {
      const first = await value;
      return 'r' + toHost(boxed ? await first.value : first, 'result');
    } catch (thrown) {
      return 'e' + stringify(describe(thrown));
    }
  },
});
})`;
