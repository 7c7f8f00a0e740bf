"""Writes what is generated of the clients from primeinv.api(), which comes on standard input; with --check it only says
which files are not what it would write. Run by test/run/docs."""
import difflib
import json
import sys
from pathlib import Path

import for_django
import for_pages
import for_typescript

ROOT = Path(__file__).resolve().parents[2]


def main():
    api = json.load(sys.stdin)
    stale = 0
    for name, text in {**for_typescript.files(api), **for_django.files(api), **for_pages.files(api)}.items():
        path = ROOT / name
        old = path.read_text() if path.exists() else ''
        if '--check' not in sys.argv:
            path.write_text(text)
            print(f'{name}: {text.count(chr(10))} lines')
        elif old != text:
            stale += 1
            diff = difflib.unified_diff(old.splitlines(), text.splitlines(), name, 'from the catalog', lineterm='', n=1)
            print('\n'.join(list(diff)[:40]))
            print(f'{name} is stale: make docs')
    return 1 if stale else 0


sys.exit(main())
