"""Stands where pip looks for setuptools while infra/third-party/fetch runs, so that nothing of an sdist runs.

pip can't download an sdist without asking its build backend for metadata; that would install the package's build
dependencies and run its setup.py. The answer lies in the sdist already, as PKG-INFO.
"""
