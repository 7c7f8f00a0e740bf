"""What the generators of both languages share."""

MADE = 'Made by `make docs` from primeinv.api(); do not edit.'


def pascal(name):
    return ''.join(word[:1].upper() + word[1:] for word in name.replace('.', '_').split('_'))


def base_type(sql_type):
    """numeric(15,3) is numeric."""
    return sql_type.split('(')[0] if not sql_type.endswith('[]') else sql_type


def wrapped(text, width):
    """The words of a comment, in lines of at most so many characters."""
    lines, line = [], ''
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f'{line} {word}' if line else word
    return lines + [line] if line else lines


def overloads(api):
    """Functions by name, each with its signatures. Where one exists for jsonb and for text, the text one is left out: it is
    for literals whose type nobody says, and a client says it."""
    functions = {}
    for function in api['functions']:
        functions.setdefault(function['name'], []).append(function)
    for name, signatures in functions.items():
        names = {tuple(p['name'] for p in s['parameters']) for s in signatures if takes(s, 'jsonb')}
        functions[name] = [s for s in signatures if not (takes(s, 'text') and tuple(p['name'] for p in s['parameters']) in names)]
    return functions


def takes(function, sql_type):
    return [p['type'] for p in function['parameters']] == [sql_type]


def list_name(api, table, column):
    """The name of a column's list of values: its own, or for a view's column that of the table that it comes from."""
    own = f'{table["name"]}.{column["name"]}'
    if own in api['values']:
        return own
    same = [name for name, values in sorted(api['values'].items())
            if values == column['values'] and name.split('.')[1] == column['name']]
    return same[0]
