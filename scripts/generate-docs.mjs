// Fills the regions between <!-- generated:NAME --> and <!-- /generated --> in docs/ with tables made from the code, or with --check
// says which are not up to date. Reads the built package: run `npm run build` (or build:js) first.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errors } from 'identity-connector';
import aws from 'identity-connector/aws';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const [Account, Group, Role, ManagedPolicy, Entitlement] = ['__ACCOUNT__', '__GROUP__', 'Role', 'ManagedPolicy', 'Entitlement'].map((name) =>
  aws.objectClasses.find((each) => each.name === name),
);
const organisation = aws.objectClasses.filter(({ name }) => ['AwsAccount', 'OrganizationalUnit', 'ServiceControlPolicy', 'Computer'].includes(name));

const pages = {
  'docs/connectors/aws.md': {
    settings: settings(aws.configuration),
    accounts: attributes(Account),
    groups: attributes(Group),
    roles: attributes(Role),
    policies: attributes(ManagedPolicy),
    entitlements: attributes(Entitlement),
    ...Object.fromEntries(organisation.map((each) => [each.name, attributes(each)])),
    permissions: permissions(aws.permissions),
  },
  'docs/connectors/aws-moto.md': motoDifferences(JSON.parse(readFileSync(join(root, 'test/interop/differences.json'), 'utf8'))),
  'docs/reference/errors.md': { errors: errorTable() },
};

const stale = [];
for (const [page, regions] of Object.entries(pages)) {
  const path = join(root, page);
  const text = readFileSync(path, 'utf8');
  const found = new Set();
  const filled = text.replaceAll(/(<!-- generated:([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g, (_, start, name, end) => {
    if (!(name in regions))
      throw new Error(`${page} has a region "${name}" that nothing is generated for; there are ${Object.keys(regions).join(', ')}`);
    found.add(name);
    return `${start}${regions[name]}${end}`;
  });
  const missing = Object.keys(regions).filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`${page} has no region for ${missing.join(', ')}`);
  if (filled === text) continue;
  if (check) stale.push(page);
  else {
    writeFileSync(path, filled);
    console.log(`wrote ${page}`);
  }
}
if (stale.length > 0) {
  console.error(`Not what the code says: ${stale.join(', ')}. Run \`npm run docs\` and commit.`);
  process.exitCode = 1;
}

/** One row per setting: name, type, default, limits, meaning. */
function settings({ properties, required = [] }) {
  const rows = Object.entries(properties).map(([name, schema]) => [
    code(name),
    [schema['x-value'] ?? schema.type ?? 'one of', ...(schema.writeOnly ? ['secret'] : []), ...(required.includes(name) ? ['required'] : [])].join(
      ', ',
    ),
    schema.default === undefined ? '' : code(schema.default),
    limits(schema),
    [schema.title, schema.description].filter(Boolean).join('. ').replace('?.', '?'),
  ]);
  return table(['setting', 'type', 'default', 'limits', 'meaning'], rows);
}

/** One row per attribute of an object class. */
function attributes(objectClass) {
  const rows = Object.entries(objectClass.attributes).map(([name, info]) => [
    [code(name), ...(info.aliases ?? []).map((alias) => `also ${code(alias)}`)].join('<br>'),
    [info.type, ...(info.multiValued ? ['many'] : []), ...(info.subtype ? [info.subtype] : [])].join(', '),
    info.readable === false ? 'never' : info.returnedByDefault === false ? 'when asked for' : 'by default',
    written(info),
    limits(info),
    [info.title, info.description].filter(Boolean).join('. '),
  ]);
  return table(['attribute', 'type', 'read', 'written', 'limits', 'meaning'], rows);
}

/** One row per operation: which IAM actions a policy must allow for it. */
function permissions(declared) {
  const rows = Object.entries(declared).flatMap(([objectClass, operations]) =>
    Object.entries(operations).map(([operation, actions]) => [
      objectClass === '*' ? operation : `${operation} ${code(objectClass)}`,
      actions.map((action) => code(action)).join(', ') || 'none',
    ]),
  );
  return table(['operation', 'actions'], rows);
}

function written({ creatable, updateable, required }) {
  if (creatable === false && updateable === false) return 'never';
  if (creatable === false) return 'update';
  return [required ? 'create (required)' : 'create', ...(updateable === false ? [] : ['update'])].join(', ');
}

function limits({ minLength, maxLength, minimum, maximum, enum: values, allowedValues = values, pattern, format }) {
  const range = (least, most, unit) =>
    least === undefined && most === undefined
      ? []
      : [`${least === undefined ? 'at most ' : least}${most === undefined ? ' or more' : least === undefined ? most : ` to ${most}`}${unit}`];
  return [
    ...range(minLength === 1 && maxLength === undefined ? undefined : minLength, maxLength, ' characters'),
    ...range(minimum, maximum, ''),
    ...(allowedValues ? [allowedValues.map(code).join(', ')] : []),
    ...(format ? [format] : []),
    ...(pattern ? [`matches ${code(pattern)}`] : []),
  ].join('; ');
}

function errorTable() {
  const rows = errors.map(({ code: name, meaning, status, connid, retryable }) => [
    `<a id="${name.toLowerCase()}"></a>${code(name)}`,
    meaning,
    status,
    code(connid.split('.').at(-1)),
    retryable ? 'yes' : 'no',
  ]);
  return table(['code', 'meaning', 'HTTP', 'ConnId', 'retry'], rows);
}

/** One table for each kind of difference between moto and the embedded AWS. */
function motoDifferences(known) {
  const kinds = { 'moto-lacks': 'lacks', 'moto-lenient': 'lenient', 'moto-differs': 'differs', 'embedded-left-out': 'left-out' };
  const rows = (kind) =>
    known.filter((one) => one.kind === kind).map(({ at, moto, aws, source }) => [[at].flat().map(place).join(', '), moto, aws, source]);
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [name, table(['call', 'moto', 'AWS, and the embedded AWS', 'how that is known'], rows(kind))]),
  );
}

/** An action as code; a step of a scenario as it is called. */
function place(at) {
  return /^\w+$/.test(at) ? code(at) : at;
}

function table(head, rows) {
  const line = (cells) =>
    `| ${cells
      .map((cell) =>
        String(cell)
          .replaceAll('\n', ' ')
          .replaceAll(/(?<!\\)\|/g, '\\|'),
      )
      .join(' | ')} |\n`;
  return `${line(head)}${line(head.map(() => '---'))}${rows.map(line).join('')}`;
}

/** Inline code; a value with a backtick gets a longer fence. */
function code(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
