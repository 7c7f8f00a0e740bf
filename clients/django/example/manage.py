#!/usr/bin/env python3
"""The example's commands: manage.py test runs its tests, on the server that PGHOST and the like name."""
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]  # primeinv_django, where it is not installed

if __name__ == '__main__':
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
