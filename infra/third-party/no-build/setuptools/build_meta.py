"""The hooks of PEP 517 that `pip download` calls, answered from the sdist's own PKG-INFO."""

import email.parser
import os


def get_requires_for_build_wheel(config_settings=None):
    """Nothing is built, so nothing is required."""
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    """Writes the metadata that pip wants and returns the name of its folder."""
    with open("PKG-INFO", encoding="utf-8") as file:
        text = file.read()
    fields = email.parser.HeaderParser().parsestr(text)
    folder = f"{fields['Name'].replace('-', '_')}-{fields['Version']}.dist-info"
    os.mkdir(os.path.join(metadata_directory, folder))
    with open(os.path.join(metadata_directory, folder, "METADATA"), "w", encoding="utf-8") as file:
        file.write(text)
    return folder


class _Legacy:
    """For packages that name no backend."""

    get_requires_for_build_wheel = staticmethod(get_requires_for_build_wheel)
    prepare_metadata_for_build_wheel = staticmethod(prepare_metadata_for_build_wheel)


__legacy__ = _Legacy()
