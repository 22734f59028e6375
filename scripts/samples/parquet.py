"""Makes the samples of Parquet and Arrow files, and what their rows are as JSON. Needs pyarrow and duckdb."""
import datetime as dt, decimal, pathlib, sys
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

out = pathlib.Path(sys.argv[1])
D = decimal.Decimal
utc = dt.timezone.utc
types = pa.table({
    "i8": pa.array([-128, None, 127], pa.int8()),
    "u64": pa.array([2**64 - 1, None, 0], pa.uint64()),
    "f32": pa.array([0.1, None, float("nan")], pa.float32()),
    "f64": pa.array([1e300, 5.0, float("-inf")], pa.float64()),
    "f16": pa.array([1.5, None, -2.0], pa.float16()),
    "b": pa.array([True, None, False]),
    "s": pa.array(['a "quoted"\n', None, "é😀"]),
    "ls": pa.array(["", None, "x"], pa.large_string()),
    "bin": pa.array([b"text", None, b"\xff\xfe"]),
    "d": pa.array([dt.date(2024, 2, 29), None, dt.date(1, 1, 1)]),
    "t": pa.array([dt.time(1, 2, 3, 4), None, dt.time(23, 59, 59)], pa.time64("us")),
    "ts": pa.array([dt.datetime(2024, 2, 29, 1, 2, 3), None, dt.datetime(1969, 12, 31, 23, 59, 59, 999000)], pa.timestamp("ms")),
    "tz": pa.array([dt.datetime(2024, 2, 29, 1, 2, 3, 5, tzinfo=utc), None, None], pa.timestamp("us", "Europe/Berlin")),
    "dec": pa.array([D("123.45"), None, D("-0.05")], pa.decimal128(38, 2)),
    "big": pa.array([D("1" * 60), None, D("-1")], pa.decimal256(76, 0)),
    "dict": pa.array(["x", None, "x"]).dictionary_encode(),
    "null": pa.array([None, None, None], pa.null()),
})
pq.write_table(types, out / "types.parquet")
rows = [
    '"i8":-128,"u64":18446744073709551615,"f32":0.1,"f64":1e+300,"f16":1.5,"b":true,"s":"a \\"quoted\\"\\n","ls":"","bin":"text","d":"2024-02-29","t":"01:02:03.000004","ts":"2024-02-29T01:02:03","tz":"2024-02-29T01:02:03.000005Z","dec":123.45,"big":' + "1" * 60 + ',"dict":"x","null":null',
    '"i8":null,"u64":null,"f32":null,"f64":5.0,"f16":null,"b":null,"s":null,"ls":null,"bin":null,"d":null,"t":null,"ts":null,"tz":null,"dec":null,"big":null,"dict":null,"null":null',
    '"i8":127,"u64":0,"f32":null,"f64":null,"f16":-2.0,"b":false,"s":"é😀","ls":"x","bin":"//4=","d":"0001-01-01","t":"23:59:59","ts":"1969-12-31T23:59:59.999","tz":null,"dec":-0.05,"big":-1,"dict":"x","null":null',
]
(out / "types.jsonl").write_text("".join("{%s}\n" % row for row in rows), encoding="utf-8")

inner = pa.struct([("a", pa.int32()), ("b", pa.list_(pa.string()))])
nested = pa.table({
    "l": pa.array([[1, None], [], None, [3]], pa.list_(pa.int64())),
    "ll": pa.array([[[1], []], None, [None], [[2, 3], [4]]], pa.list_(pa.list_(pa.int32()))),
    "s": pa.array([{"a": 1, "b": ["x", None]}, {"a": None, "b": []}, None, {"a": 4, "b": None}], inner),
    "ls": pa.array([[{"a": 1, "b": ["p"]}, None], [], None, [{"a": 2, "b": []}]], pa.list_(inner)),
    "m": pa.array([[("k", 1), ('"', None)], [], None, [("z", 2)]], pa.map_(pa.string(), pa.int32())),
    "im": pa.array([[(7, "seven")], [], None, [(-1, None)]], pa.map_(pa.int32(), pa.string())),
    "fl": pa.array([[1.5, 2.0], None, [0.0, -1.0], [3.0, 4.0]], pa.list_(pa.float32(), 2)),
})
pq.write_table(nested, out / "nested.parquet", row_group_size=3)
rows = [
    '"l":[1,null],"ll":[[1],[]],"s":{"a":1,"b":["x",null]},"ls":[{"a":1,"b":["p"]},null],"m":{"k":1,"\\"":null},"im":{"7":"seven"},"fl":[1.5,2.0]',
    '"l":[],"ll":null,"s":{"a":null,"b":[]},"ls":[],"m":{},"im":{},"fl":null',
    '"l":null,"ll":[null],"s":null,"ls":null,"m":null,"im":null,"fl":[0.0,-1.0]',
    '"l":[3],"ll":[[2,3],[4]],"s":{"a":4,"b":null},"ls":[{"a":2,"b":[]}],"m":{"z":2},"im":{"-1":null},"fl":[3.0,4.0]',
]
(out / "nested.jsonl").write_text("".join("{%s}\n" % row for row in rows))

moments = [dt.datetime(2024, 2, 29, 12, 34, 56, 789012), None, dt.datetime(9999, 12, 31)]
pq.write_table(pa.table({"t": pa.array(moments, pa.timestamp("us"))}), out / "int96.parquet", use_deprecated_int96_timestamps=True)

duckdb.sql(f"""COPY (SELECT '01234567-89ab-cdef-0123-456789abcdef'::UUID AS u, 1.50::DECIMAL(9,2) AS d,
  [{{'x': 1, 'y': DATE '2020-01-31'}}] AS l, MAP {{'a': TRUE}} AS m,
  TIME '12:00:00.25' AS t, TIMESTAMPTZ '2020-06-01 00:00:00+02' AS z, '\\xC3\\xA9'::BLOB AS b, '{{"j": 1}}'::JSON AS j)
  TO '{out}/duckdb.parquet' (FORMAT parquet)""")
(out / "duckdb.jsonl").write_text(
    '{"u":"01234567-89ab-cdef-0123-456789abcdef","d":1.50,"l":[{"x":1,"y":"2020-01-31"}],'
    '"m":{"a":true},"t":"12:00:00.250000","z":"2020-05-31T22:00:00Z","b":"é","j":"{\\"j\\": 1}"}\n', encoding="utf-8")

duckdb.sql(f"COPY (SELECT INTERVAL '1 month 2 days' AS i) TO '{out}/interval.parquet' (FORMAT parquet)")

small = pa.table({"id": [1, 2], "text": ["one two two two two two two", "two"]})
for codec in ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]:
    pq.write_table(small, out / f"{codec}.parquet", compression=codec)

import pyarrow.feather as feather
def ipc(table, name, new):
    with new(str(out / name), table.schema) as writer:
        writer.write_table(table)
ipc(types, "types.arrow", pa.ipc.new_file)
ipc(types, "types.arrows", pa.ipc.new_stream)
ipc(nested, "nested.arrow", pa.ipc.new_file)
more = pa.table({
    "sv": pa.array(["short", None, "a text that is longer than a view holds in itself"], pa.string_view()),
    "bv": pa.array([b"x", None, b"\xff"], pa.binary_view()),
    "dur": pa.array([90, None, -1], pa.duration("s")),
    "d64": pa.array([dt.date(2024, 2, 29), None, dt.date(1970, 1, 1)], pa.date64()),
    "iv": pa.array([pa.MonthDayNano([1, 2, 3]), None, pa.MonthDayNano([0, 0, 0])]),
    "lv": pa.array([[1, 2], None, []], pa.list_view(pa.int32())),
    "ree": pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(["run", None])),
    "ds": pa.DictionaryArray.from_arrays(pa.array([0, None, 0], pa.int8()), pa.array([{"a": 1}], pa.struct([("a", pa.int32())]))),
    "ld": pa.array([["x", "y"], None, ["x", None]], pa.list_(pa.dictionary(pa.int8(), pa.string()))),
    "dec32": pa.array([D("1.25"), None, D("-0.01")], pa.decimal32(5, 2)),
})
ipc(more, "more.arrows", pa.ipc.new_stream)
rows = [
    '"sv":"short","bv":"x","dur":"PT90S","d64":"2024-02-29","iv":"P1M2DT0.000000003S","lv":[1,2],"ree":"run","ds":{"a":1},"ld":["x","y"],"dec32":1.25',
    '"sv":null,"bv":null,"dur":null,"d64":null,"iv":null,"lv":null,"ree":"run","ds":null,"ld":null,"dec32":null',
    '"sv":"a text that is longer than a view holds in itself","bv":"/w==","dur":"-PT1S","d64":"1970-01-01","iv":"PT0S","lv":[],"ree":null,"ds":{"a":1},"ld":["x",null],"dec32":-0.01',
]
(out / "more.jsonl").write_text("".join("{%s}\n" % row for row in rows))
wide = pa.table({"text": ["one two " * 200] * 300, "n": list(range(300))})
for codec in ["lz4", "zstd"]:
    feather.write_feather(wide, out / f"{codec}.feather", compression=codec)
import datasets, shutil, tempfile
with tempfile.TemporaryDirectory() as folder:
    datasets.Dataset.from_dict({"text": ["first", "second"], "label": [0, 1]}).save_to_disk(folder)
    shutil.copy(pathlib.Path(folder) / "data-00000-of-00001.arrow", out)
    print(sorted(p.name for p in pathlib.Path(folder).iterdir()))
