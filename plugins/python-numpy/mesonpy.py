"""Answers pip when it asks what NumPy's sources are, so that it fetches them without building anything.

pip checks the hash of the archive before it asks, and keeps the archive. Named like the package that it takes
the place of.
"""

import os


def prepare_metadata_for_build_wheel(folder, config_settings=None):
    """The least that pip accepts."""
    version = os.environ["LAZARET_NUMPY"]
    name = f"numpy-{version}.dist-info"
    os.makedirs(os.path.join(folder, name))
    with open(os.path.join(folder, name, "METADATA"), "w", encoding="utf-8") as file:
        file.write(f"Metadata-Version: 2.1\nName: numpy\nVersion: {version}\n")
    return name
