"""edXML packages (QCVN 102:2016/BTTTT): bytes to plain values and back, in bounded memory.

    reading = read_package(path, sink=FolderSink(folder))   # any writer's package
    write_package(package, open_content=..., target=...)    # as the client library writes
    skeleton = split_package(path, sink=FolderSink(folder)) # to store a package beside its files
    join_package(skeleton, open_content)                    # and to have its very bytes again

`types` has the values, `codes` the lists of the wire, `identity` the parts of a document's id,
`findings` what is odd but taken in, `errors` what is refused, `limits` how much is read.
"""

from lienthong.formats.edxml.join import Skeleton, holes_from_json, join_package
from lienthong.formats.edxml.limits import Limits
from lienthong.formats.edxml.read import Reading, read_package, split_package
from lienthong.formats.edxml.scan import Hole
from lienthong.formats.edxml.sinks import ContentSink, FolderSink
from lienthong.formats.edxml.write import write_package

__all__ = [
    "ContentSink",
    "FolderSink",
    "Hole",
    "Limits",
    "Reading",
    "Skeleton",
    "holes_from_json",
    "join_package",
    "read_package",
    "split_package",
    "write_package",
]
