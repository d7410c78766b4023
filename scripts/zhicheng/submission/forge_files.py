"""Links for people with an account on the forge, by which the public files of a packet are added there: each opens a page for a new file
that is filled in already.
"""

from __future__ import annotations

from urllib.parse import quote

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.paths import kind_of
from zhicheng.registry.registry import Registry
from zhicheng.review.delivery import packet

# A request with a longer first line is refused: by nginx as it is set at first (8 KiB), and by GitHub (8,191 bytes, github/docs#4537).
LONGEST = 8_000
# The page for a new file takes its name and text from the address: on GitHub, and on Gitea since 1.16 and Forgejo (go-gitea/gitea#16556).
# No page takes the text of a file that is there already: that one is replaced by uploading it.
_WAYS = {"github": ("new", "upload"), "gitea": ("_new", "_upload")}
_PUBLIC = ("committee", "roster")


def ways(registry: Registry, content: bytes) -> tuple[list[Value], list[bytes]]:
    """How each public file of a packet is added on the forge, and the contents of these files; both empty where no forge is set.

    `how` is `filled` (the link holds the whole file) or `upload` (by hand, on the page that the link opens). `known`: the registry has a
    file of this path already. Sealed files and printed forms are not among them. Raises PacketRefused where the bytes are no packet.
    """
    forge = registry.settings.forge
    if forge is None:
        return [], []
    files = sorted((path, text) for path, text in packet.read(content).files.items() if kind_of(path) in _PUBLIC)
    new, upload = (f"{forge['url'].rstrip('/')}/{way}/{quote(forge['branch'])}" for way in _WAYS[forge["kind"]])
    found = []
    for path, text in files:
        folder, _, name = path.rpartition("/")
        known = path in registry.files
        link = f"{new}/{quote(folder)}?filename={quote(name)}&value={quote(text, safe='')}"
        filled = not known and len(link) <= LONGEST
        link = link if filled else f"{upload}/{quote(folder)}"
        found.append({"path": path, "known": known, "how": "filled" if filled else "upload", "link": link})
    return found, [text for _, text in files]
