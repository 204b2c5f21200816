"""What a source distribution holds: beside the packages all that its tests need.

setuptools looks for this in a ``MANIFEST.in``, but only at the top, which is for people.
"""

from setuptools.command.sdist import sdist

FOLDERS = (".ci", "benchmarks", "docs", "tests")


class WithTests(sdist):
    """The command by which setuptools makes one."""

    def make_distribution(self):
        for folder in FOLDERS:
            self.filelist.graft(folder)
        self.filelist.global_exclude("*.py[cod]")
        super().make_distribution()
