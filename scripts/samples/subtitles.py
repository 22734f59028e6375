"""Makes the samples of subtitles with pysubs2."""
import pysubs2
from pysubs2 import SSAEvent, SSAFile
subs = SSAFile()
for start, end, name, text in [
    (1000, 2500, "", r"{\i1}Good morning.{\i0}"),
    (3000, 5250, "A. Author", r"It rains again,\Nand the road is gone."),
    (6000, 7000, "", r"{\an8}Then we stay."),
]:
    subs.append(SSAEvent(start=start, end=end, name=name, text=text))
for suffix in ("srt", "vtt", "ass"):
    subs.save(f"samples/sample.{suffix}")
