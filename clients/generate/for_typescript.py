"""Writes the TypeScript client's generated sources: tables.ts, functions.ts, signatures.ts, errors.ts."""
import json

from common import MADE, base_type, list_name, overloads, pascal, wrapped

SCALARS = {
    'bigint': 'Id', 'integer': 'number', 'smallint': 'number', 'double precision': 'number', 'real': 'number',
    'numeric': 'Numeric', 'text': 'string', 'name': 'string', 'inet': 'string', 'xid': 'string', 'tid': 'string', 'oid': 'number', 'regtype': 'string',
    'date': 'DateString', 'timestamp with time zone': 'Timestamp', 'interval': 'Interval',
    'boolean': 'boolean', 'jsonb': 'Json', 'json': 'Json', 'bytea': 'Uint8Array', 'void': 'void',
}
GIVEN = {'Id': 'Id | string', 'Numeric': 'Numeric | number', 'Json': 'JsonInput'}  # what a caller may give for it


def row_name(relation):
    """The interface of a table's or view's rows: the suffix keeps it apart from lists of values and from what browsers define."""
    return pascal(relation) + 'Row'


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def doc(text, indent=''):
    """A comment in JSDoc's form."""
    lines = wrapped((text or '').replace('*/', '*\\/'), 116 - len(indent))
    if not lines:
        return ''
    if len(lines) == 1:
        return f'{indent}/** {lines[0]} */\n'
    return f'{indent}/**\n' + ''.join(f'{indent} * {line}\n' for line in lines) + f'{indent} */\n'


def typescript(sql_type, given=False):
    sql_type = base_type(sql_type)
    if sql_type.endswith('[]'):
        element = typescript(sql_type[:-2], given)
        return f'readonly ({element})[]' if '|' in element else f'readonly {element}[]'
    if sql_type.startswith('primeinv.'):
        return row_name(sql_type.split('.')[1])
    scalar = SCALARS.get(sql_type, 'string')
    return GIVEN.get(scalar, scalar) if given else scalar


def column_type(api, table, column):
    return pascal(list_name(api, table, column)) if 'values' in column else typescript(column['type'])


def tables(api):
    out = [f'// {MADE}', '', 'import type { DateString, Id, Interval, Json, Numeric, Timestamp } from "./scalars.js";', '']
    for name, values in sorted(api['values'].items()):
        constant = name.replace('.', '_').upper()
        out.append(f'/** What `{name}` can be. */\nexport const {constant} = [{", ".join(map(quoted, values))}] as const;')
        out.append(f'export type {pascal(name)} = (typeof {constant})[number];\n')
    for table in api['tables']:
        out.append(f'{doc(table.get("comment"))}export interface {row_name(table["name"])} {{')
        for column in table['columns']:
            null = ' | null' if column['nullable'] else ''
            out.append(f'{doc(column.get("comment"), "  ")}  {column["name"]}: {column_type(api, table, column)}{null};')
        out.append('}\n')
    for table in api['tables']:
        if 'write' in table:
            out += new_row(api, table)
    for kind in ('table', 'view'):
        out.append(f'/** Every {kind} by its name in SQL. */\nexport interface {kind.capitalize()}s {{')
        out += [f'  {t["name"]}: {row_name(t["name"])};' for t in api['tables'] if t['kind'] == kind]
        out.append('}\n')
    out.append('/** Everything that can be read. */\nexport type Relations = Tables & Views;')
    return '\n'.join(out) + '\n'


def new_row(api, table):
    """What an application gives for a new row of a table that it writes with SQL."""
    out = [f'/** A new row of {table["name"]}, as an application inserts it. */\nexport interface New{pascal(table["name"])} {{']
    for column in table['columns']:
        if 'write' in column:
            optional = '?' if column['nullable'] or 'default' in column else ''
            null = ' | null' if column['nullable'] else ''
            name = pascal(list_name(api, table, column)) if 'values' in column else typescript(column['type'], given=True)
            out.append(f'  {column["name"]}{optional}: {name}{null};')
    return out + ['}\n']


def arguments(function):
    out = []
    for parameter in function['parameters']:
        optional = '' if parameter['required'] else '?'
        null = '' if parameter['required'] else ' | null'
        out.append(f'{parameter["name"]}{optional}: {typescript(parameter["type"], given=True)}{null}')
    return '{ ' + '; '.join(out) + ' }' if out else 'NoArguments'


def result(function):
    returns = function.get('returns')
    if returns is None:
        return 'void'
    if 'row' in returns:
        row = row_name(returns['row'])
    elif 'columns' in returns and (returns['set'] or len(returns['columns']) > 1):
        row = '{ ' + '; '.join(f'{c["name"]}: {typescript(c["type"])} | null' for c in returns['columns']) + ' }'
    else:
        row = typescript(returns['type'])
        if not function['changes'] and not returns['set'] and row != 'void':
            row += ' | null'
    if not returns['set']:
        return row
    return f'({row})[]' if '|' in row and not row.startswith('{') else f'{row}[]'


def functions(api):
    body = []
    for name, signatures in overloads(api).items():
        comment = ' Or: '.join(s.get('comment', '') for s in signatures)
        body.append(doc(f'{comment} Level: {signatures[0]["level"]}.', '  ')
                    + f'  {name}:\n    ' + '\n    | '.join(f'{{ args: {arguments(s)}; result: {result(s)} }}' for s in signatures) + ';')
    body = '\n'.join(body)
    used = sorted({row_name(t['name']) for t in api['tables'] if f'result: {row_name(t["name"])}' in body})
    scalars = [s for s in ('DateString', 'Id', 'Interval', 'Json', 'JsonInput', 'Numeric', 'Timestamp') if s in body]
    return (f'// {MADE}\n\nimport type {{ {", ".join(scalars)} }} from "./scalars.js";\n'
            f'import type {{ {", ".join(used)} }} from "./tables.js";\n\n'
            '/** No arguments at all. */\nexport type NoArguments = Record<string, never>;\n\n'
            '/** Every function, with what it is given (by name) and what it returns; a set is an array. */\n'
            f'export interface Functions {{\n{body}\n}}\n\n'
            'export type FunctionName = keyof Functions;\n'
            '/** What a function is given: one of these, where it has several forms. */\n'
            'export type Args<K extends FunctionName> = Functions[K]["args"];\n'
            '/** What a function returns for those arguments. */\n'
            'export type Result<K extends FunctionName, A = Args<K>> = Functions[K] extends infer F\n'
            '  ? F extends { args: infer G; result: infer R } ? (A extends G ? R : never) : never : never;\n')


def shape(function):
    """How a result comes out of SELECT * FROM f(): rows, one row, one value, nothing."""
    returns = function.get('returns')
    if returns is None or returns['type'] == 'void':
        return 'nothing'
    if 'row' in returns or ('columns' in returns and (returns['set'] or len(returns['columns']) > 1)):
        return 'rows' if returns['set'] else 'row'
    return 'values' if returns['set'] else 'value'


def signatures(api):
    out = [f'// {MADE}', '',
           '/** What call() must know of a function when it runs. */',
           'export interface Signature {',
           '  readonly kind: "function" | "procedure";',
           '  /** Parameters and their SQL types. */',
           '  readonly parameters: Readonly<Record<string, string>>;',
           '  readonly required: readonly string[];',
           '  readonly returns: "rows" | "row" | "values" | "value" | "nothing";',
           '  /** Whether it changes something. */',
           '  readonly changes: boolean;',
           '}', '',
           f'export const VERSION = {quoted(api["version"])};', '',
           'export const SIGNATURES: Readonly<Record<string, readonly Signature[]>> = {']
    for name, forms in overloads(api).items():
        out.append(f'  {name}: [')
        for form in forms:
            parameters = ', '.join(f'{p["name"]}: {quoted(p["type"])}' for p in form['parameters'])
            required = ', '.join(quoted(p['name']) for p in form['parameters'] if p['required'])
            out.append(f'    {{ kind: {quoted(form["kind"])}, parameters: {{ {parameters} }}, required: [{required}], '
                       f'returns: {quoted(shape(form))}, changes: {json.dumps(form["changes"])} }},')
        out.append('  ],')
    return '\n'.join(out) + '\n};\n'


def detail_type(api, value):
    """The type of a value in DETAIL, from the shape that errors() gives."""
    if isinstance(value, list):
        return f'readonly {detail_type(api, value[0])}[]'
    if isinstance(value, dict):
        return '{ ' + '; '.join(f'readonly {k}: {detail_type(api, v)}' for k, v in sorted(value.items())) + ' }'
    if '|' in value:
        return ' | '.join(quoted(v) for v in value.split('|'))
    if value in api['values']:
        return pascal(value)
    return {'bigint': 'Id', 'integer': 'number', 'numeric': 'number'}.get(value, 'string')


def errors(api):
    out, lists = [], set()
    out.append('/** SQLSTATEs and the names of their classes. */\nexport const SQLSTATES = {')
    out += [f'  {quoted(e["sqlstate"])}: {quoted(e["name"])},' for e in api['errors']]
    out.append('} as const;\n')
    out.append('export type Sqlstate = keyof typeof SQLSTATES;\n')
    for error in api['errors']:
        out.append(f'/** {error["sqlstate"]}: {error["meaning"]}. To do: {error["remedy"]}. */')
        detail = error.get('detail')
        if not detail:
            out.append(f'export class {error["name"]} extends PrimeinvError {{\n  override readonly name = {quoted(error["name"])};\n}}\n')
            continue
        lists |= {pascal(v) for v in detail.values() if isinstance(v, str) and v in api['values']}
        out.append(f'export class {error["name"]} extends PrimeinvError {{\n  override readonly name = {quoted(error["name"])};')
        for key, value in sorted(detail.items()):
            many = isinstance(value, list)
            kind = detail_type(api, value)
            out.append(f'  get {key}(): {kind}{"" if many else " | undefined"} {{\n'
                       f'    return {"(" if many else ""}this.data.{key} as {kind} | undefined{") ?? []" if many else ""};\n  }}')
        out.append('}\n')
    out.append('/** The class of each SQLSTATE. */\nexport const ERRORS: { readonly [S in Sqlstate]: typeof PrimeinvError } = {')
    out += [f'  {quoted(e["sqlstate"])}: {e["name"]},' for e in api['errors']]
    out.append('};')
    imports = f'import type {{ {", ".join(sorted(lists))} }} from "./tables.js";\n' if lists else ''
    return (f'// {MADE}\n\nimport {{ PrimeinvError }} from "./failure.js";\nimport type {{ Id }} from "./scalars.js";\n{imports}\n'
            'export { PrimeinvError } from "./failure.js";\n\n' + '\n'.join(out) + '\n')


def files(api):
    folder = 'clients/typescript/src/'
    return {folder + 'tables.ts': tables(api), folder + 'functions.ts': functions(api),
            folder + 'signatures.ts': signatures(api), folder + 'errors.ts': errors(api)}
