"""docs/clients.md: its blocks of Python print what it says they print, and its table tells the driver's classes."""
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

from primeinv_django import ERRORS, PrimeinvError
from primeinv_django.testing import PrimeinvTransactionTestCase

from .shop import Shop
from .test_calls import ErrorTest

PAGE = (Path(__file__).resolve().parents[5] / 'docs/clients.md').read_text()
BLOCK = re.compile(r'^```python\n(.*?)^```\n(?:\n^```text\n(.*?)^```\n)?', re.S | re.M)


class PageTest(PrimeinvTransactionTestCase):
    def test_blocks(self):
        shop = Shop()
        names = {'tenant': shop.tenant.pk, 'outlet': shop.outlet.pk, 'rice': shop.rice.pk, 'customer': shop.customer.pk}
        blocks = BLOCK.findall(PAGE)
        self.assertGreater(len(blocks), 5)
        for code, expected in blocks:
            printed = io.StringIO()
            with redirect_stdout(printed):
                exec(compile(code, 'docs/clients.md', 'exec'), names)
            self.assertEqual(printed.getvalue(), expected, code)
        self.assertEqual(names['TEST_RUNNER'], 'primeinv_django.testing.PrimeinvTestRunner')


class TableTest(ErrorTest):
    """The provocations of ErrorTest again, held against the page."""

    def test_every_sqlstate_is_its_class(self):
        cells = [[re.findall(r'`([^`]+)`', cell) for cell in line.split('|')[1:-1]] for line in PAGE.splitlines() if re.match(r'\| `\w{5}`', line)]
        self.assertEqual({state for (state,), *_ in cells}, set(ERRORS))
        for (state,), _, (ours,), drivers, keys in cells:
            self.assertEqual(ERRORS[state].__name__, ours)
            if hasattr(self, f'provoke_{state}'):
                with self.subTest(state):
                    error = self.raised(state)
                    driver = type(error.__cause__.__cause__)
                    expected = drivers[0 if driver.__module__.startswith('psycopg2') else -1]
                    self.assertIsInstance(error, PrimeinvError)
                    self.assertEqual(type(error.__cause__).__name__, expected)  # Django's
                    self.assertIn(expected, [kind.__name__ for kind in driver.__mro__])
                    optional = {'PI006': {'batches'}}.get(state, set())  # only where others could serve the line
                    self.assertEqual(set(error.data) | optional, set(keys))
