"""textmill on Spark: the verbs over a DataFrame, with the same result as one run over the same documents.

    import textmill.spark
    kept = textmill.spark.dedupe(df, text="text", id="id")
    words = textmill.spark.stats(df, text="text", per="word")
    segments = textmill.spark.split(df, by="paragraph")
    textmill.spark.export(df, "s3://bucket/folder", format="vertical")

The work is done by the program that came with this package: each partition of a DataFrame goes through one of its stages
by way of `mapInArrow`, as Arrow record batches on both sides. Spark is asked for nothing but that, for bringing rows with an
equal key together, and for joins by an equal key; so classic sessions, Spark Connect and other engines that understand it
will do. Every machine needs this package in the same version.
"""

import json
import subprocess
import tempfile
import threading

from . import program

__all__ = ["dedupe", "export", "split", "stats"]

# Pairs that one partition connects; past these, rounds of stars do.
FOREST_PAIRS = 20_000_000

# How many partitions connect what all partitions have connected, before a single one does, and from how many pairs on.
_FEWER_PARTITIONS = 16
_FEW_PAIRS = 1_000_000

# The columns that stages make, as Spark writes types.
_PAIR = "a string, b string"
_COLUMNS = {
    "sign": "id string, stamp long, content binary, band_keys binary, small_keys binary, passage_keys binary,"
    " n_passage_keys long",
    "band near": "key long, id string",
    "band contained": "key long, id string, n_keys long",
    "pair equal": _PAIR,
    "pair near": _PAIR + ", crowd boolean",
    "pair contained": _PAIR + ", n_shared long, n_needed long",
    "tally": _PAIR,
    "verify equal": _PAIR + ", relation string",
    "verify near": _PAIR,
    "verify contained": "inner string, outer string, n_shared long, n_inner long, n_outer long",
    "crowd": _PAIR,
    "components": _PAIR,
    "large-star": _PAIR,
    "small-star": _PAIR,
    "absorb": "id string, kept_id string",
    "apply": "id string, kept_id string, relation string",
    "partial": "partial binary",
    "merge": "partial binary",
    "export": "value string",
}

# Types that a field of a document can have, as a stage reads them; others are handed to it as texts.
_FIELDS = {
    **dict.fromkeys(["tinyint", "smallint", "int", "bigint"], "long"),
    **dict.fromkeys(["float", "double"], "double"),
    "boolean": "boolean",
}


def dedupe(
    df,
    text="text",
    id="id",
    threshold=0.8,
    containment=0.8,
    shingle=5,
    relations=("exact", "normalized", "near", "contained"),
    ignore_facts=False,
    mark=False,
    forest_pairs=FOREST_PAIRS,
):
    """The documents of `df` that `textmill dedupe` keeps, with all their columns.

    With `mark`, all documents, and the columns `kept` (yes or no), `kept_id` and `relation` as `textmill dedupe --per marked` writes
    them. The other options are those of `textmill dedupe`; where more than `forest_pairs` pairs are to be connected, that is
    done in rounds over all machines instead of in one partition.

    A document has an id that no other one has, a text or an integer. The order of ids, by bytes or by numbers, is the order
    of the documents: of each cluster the first one is kept. Results of stages are persisted as long as the session lives.
    """
    from pyspark.sql import functions as F

    taken = [name for name in ("kept", "kept_id", "relation") if mark and name in df.columns]
    if taken:
        raise ValueError(f"mark=True adds a column {taken[0]!r}, and there is one already")
    ids = _Ids(df, id)
    documents = df.select(ids.ordered.alias("id"), F.col(text).alias("text"))
    options = {
        "threshold": threshold,
        "containment": containment,
        "shingle": shingle,
        "relations": list(relations),
        "ignore_facts": ignore_facts,
    }
    fates = _Dedupe(documents, options, forest_pairs).fates()
    given_up = fates.select(F.col("id").alias("_given_up"), ids.original("kept_id").alias("kept_id"), "relation")
    if not mark:
        return df.join(given_up.select("_given_up"), ids.ordered == F.col("_given_up"), "left_anti")
    marked = df.join(given_up, ids.ordered == F.col("_given_up"), "left")
    return marked.select(
        *df.columns,
        F.when(F.col("_given_up").isNull(), "yes").otherwise("no").alias("kept"),
        F.coalesce(F.col("kept_id"), F.col(id)).alias("kept_id"),
        "relation",
    )


def stats(df, text="text", per="word", id=None, top=None, min=None):
    """The rows of `textmill stats --per UNIT` over the documents of `df`.

    `top` and `min` are those of `textmill stats`. Rows about single documents need the column of their ids. Each partition is
    counted to one value, and the values are merged by some partitions, then by one.
    """
    from pyspark.sql import functions as F

    columns = [F.col(text).alias("text")] if id is None else [F.col(id).cast("string").alias("id"), F.col(text).alias("text")]
    options = {name: value for name, value in (("per", per), ("top", top), ("min", min)) if value is not None}
    stages = _Stages(options)
    counted = stages.run(df.select(*columns), "partial")
    merged = stages.run(counted.repartition(_FEWER_PARTITIONS), "merge")
    return stages.run(merged.repartition(1), "finish")


def split(df, text="text", id="id", title=None, by=None, at=None, on=None, between=None, size=None, unit="tokens", overlap=0):
    """The segments of the documents of `df`, a row each, as `textmill split` writes them.

    Cut at what `by` names (entry, the default, paragraph, sentence, line, heading, page, mail), at each match of the pattern `at`,
    between those of `on`, between the two patterns `between`, or into segments of at most `size` units (tokens, words, characters
    or bytes) that repeat up to `overlap` of the segment before. A document in which no boundary is found has no rows. The column
    `source` is the id of the document, to join its other columns by.
    """
    from pyspark.sql import functions as F

    cuts = {"by": by, "at": at, "on": on, "between": list(between) if between else None}
    cuts["size"] = {"limit": size, "unit": unit, "overlap": overlap} if size is not None else None
    options = {name: value for name, value in cuts.items() if value is not None}
    if len(options) > 1:
        raise ValueError(f"only one of {', '.join(options)} can say where to cut")
    columns = {"id": id, "text": text} if title is None else {"id": id, "title": title, "text": text}
    return _Stages(options).run(df.select(*[F.col(name).cast("string").alias(own) for own, name in columns.items()]), "split")


def export(df, path, format="jsonl", text="text", id="id", compression=None, mode="error"):
    """Writes the documents of `df` into a folder, each partition a file as `textmill export` makes it.

    The formats are jsonl, csv, tsv, vertical and tei; every file of a table has a header. The columns `title` and `source` of `df` are
    those of the documents, its other columns are their fields. Stages make the lines and Spark writes them, so they
    go wherever Spark can write, and a task that is run twice leaves one file. `compression` (gzip, zstd and so on) and `mode` (error,
    overwrite, append) are those of Spark's writer. For Parquet and for databases, use Spark's own.
    """
    from pyspark.sql import functions as F

    own = [F.col(id).cast("string").alias("id"), F.col(text).alias("text")]
    others = [_field(F.col(f"`{name}`"), kind).alias(name) for name, kind in df.dtypes if name not in (id, text)]
    lines = _Stages({"format": format}).run(df.select(*own, *others), "export")
    writer = lines.write.mode(mode)
    (writer.option("compression", compression) if compression else writer).text(path)


def _field(column, kind):
    """A column as a stage reads it: what has parts becomes JSON, dates and the like become texts."""
    from pyspark.sql import functions as F

    if kind.startswith(("array", "map", "struct")):
        return F.to_json(column)
    return column.cast(_FIELDS.get(kind, "string"))


class _Ids:
    """Ids as texts whose order by bytes is that of the documents."""

    _LEAST = -(2**63)

    def __init__(self, df, name):
        from pyspark.sql import functions as F

        kind = dict(df.dtypes)[name]
        self._is_text = kind == "string"
        if not self._is_text and kind not in ("tinyint", "smallint", "int", "bigint"):
            raise TypeError(f"the column {name!r} is {kind}; an id is a string or an integer")
        # As sixteen digits, the sign turned: the bytes are in the order of the numbers.
        turned = F.col(name).cast("long").bitwiseXOR(F.lit(self._LEAST))
        self.ordered = F.col(name) if self._is_text else F.lpad(F.hex(turned), 16, "0")

    def original(self, name):
        from pyspark.sql import functions as F

        if self._is_text:
            return F.col(name)
        return F.conv(F.col(name), 16, -10).cast("long").bitwiseXOR(F.lit(self._LEAST))


class _Stages:
    """The stages of the program with the same options, each over a whole DataFrame."""

    def __init__(self, options):
        told = subprocess.run([program(), "--version"], check=True, capture_output=True, text=True)
        self._parameters = {"version": told.stdout.split()[1], **options}

    def run(self, df, operation, search=None):
        """`df` through a stage, one partition after the other."""
        parameters = {**self._parameters, "search": search} if search else self._parameters
        columns = _COLUMNS.get(f"{operation} {search}" if search else operation) or self._columns(operation)
        return df.mapInArrow(_through(operation, json.dumps(parameters)), columns)

    def _columns(self, operation):
        """The columns of a stage that depend on its parameters: what it makes of nothing."""
        import pyarrow

        metadata = {"textmill": json.dumps(self._parameters)}
        nothing = pyarrow.BufferOutputStream()
        pyarrow.ipc.new_stream(nothing, pyarrow.schema([("partial", pyarrow.binary())], metadata)).close()
        ended = subprocess.run(_command(operation), input=nothing.getvalue().to_pybytes(), capture_output=True)
        if ended.returncode != 0:
            raise ValueError(ended.stderr.decode(errors="replace").strip())
        names = {"string": "string", "int64": "long", "double": "double", "bool": "boolean", "binary": "binary"}
        schema = pyarrow.ipc.open_stream(ended.stdout).schema
        return ", ".join(f"`{field.name}` {names[str(field.type)]}" for field in schema)


class _Dedupe:
    """One search for duplicates. The comments name what a row is."""

    def __init__(self, documents, options, forest_pairs):
        self._documents = documents
        self._stages = _Stages(options)
        self._looks_for_contained = "contained" in options["relations"]
        self._forest_pairs = forest_pairs

    def fates(self):
        """A document that is given up, the one kept for it, and the relation."""
        from pyspark.sql import functions as F

        signed = self._stages.run(self._documents, "sign").persist()
        again = signed.groupBy("id").count().where("count > 1").limit(1).collect()
        if again:
            raise ValueError(f"several documents have the id {again[0]['id']!r}")
        equal = self._equal(signed).persist()
        firsts = signed.join(equal.select(F.col("b").alias("id")), "id", "left_anti")
        # A document and the first one that it is connected with.
        groups = self._near(firsts).where("a <> b").select(F.col("b").alias("id"), F.col("a").alias("root")).persist()
        absorbed = self._absorbed(firsts.join(groups.select("id"), "id", "left_anti")).persist()
        roots = absorbed.select(F.col("id").alias("root"), F.col("kept_id"))
        grouped = groups.join(roots, "root", "left").select("id", F.coalesce("kept_id", "root").alias("kept_id"))
        fates = self._stages.run(
            grouped.unionByName(absorbed)
            .join(self._texts("id", "text"), "id")
            .join(self._texts("kept_id", "kept_text"), "kept_id"),
            "apply",
        ).persist()
        # A copy goes where the first document with its content goes.
        of_first = fates.select(F.col("id").alias("a"), F.col("kept_id"), F.col("relation").alias("of_first"))
        copies = equal.join(of_first, "a", "left").select(
            F.col("b").alias("id"),
            F.coalesce("kept_id", "a").alias("kept_id"),
            F.coalesce("of_first", "relation").alias("relation"),
        )
        return fates.unionByName(copies)

    def _equal(self, signed):
        """The first document with some content, another one, and how they are equal."""
        candidates = self._stages.run(signed.select("content", "id").repartition("content"), "pair", "equal")
        return self._verified(candidates, "equal")

    def _near(self, firsts):
        """The first document of each component of near ones, and each of its documents."""
        from pyspark.sql import functions as F

        keys = self._stages.run(firsts.select("id", "stamp", "band_keys", "small_keys"), "band", "near")
        proposed = self._stages.run(keys.repartition("key"), "pair", "near").distinct().persist()
        near = self._verified(proposed.where("not crowd").select("a", "b"), "near")
        crowded = proposed.where("crowd").select("a", "b")
        if crowded.limit(1).count() == 0:
            return self._components(near)
        crowds = self._components(crowded).select(F.col("a").alias("crowd"), F.col("b").alias("id"))
        of_crowds = self._stages.run(crowds.join(self._texts("id", "text"), "id").repartition("crowd"), "crowd")
        return self._components(near.unionByName(of_crowds))

    def _absorbed(self, kept):
        """A document that another one contains, and that one."""
        from pyspark.sql import functions as F

        if not self._looks_for_contained:
            return kept.select("id", F.col("id").alias("kept_id")).where("false")
        keys = self._stages.run(kept.select("id", "stamp", "passage_keys", "n_passage_keys"), "band", "contained")
        counted = self._stages.run(keys.repartition("key"), "pair", "contained")
        candidates = self._stages.run(counted.repartition("a", "b"), "tally")
        contained = self._verified(candidates, "contained").persist()
        edges = contained.select(F.col("inner").alias("a"), F.col("outer").alias("b"))
        groups = self._components(edges).select(F.col("a").alias("group"), F.col("b").alias("inner"))
        return self._stages.run(contained.join(groups, "inner").repartition("group"), "absorb")

    def _verified(self, candidates, search):
        texts = candidates.join(self._texts("a", "text_a"), "a").join(self._texts("b", "text_b"), "b")
        return self._stages.run(texts, "verify", search)

    def _texts(self, id, text):
        from pyspark.sql import functions as F

        return self._documents.select(F.col("id").alias(id), F.col("text").alias(text))

    def _components(self, edges):
        """The first document of each component, and each of its documents, itself too."""
        pairs = self._stages.run(edges, "components").persist()
        n_pairs = pairs.count()
        if n_pairs > self._forest_pairs:
            return self._rounds(pairs.where("a <> b"))
        if n_pairs > _FEW_PAIRS:
            pairs = self._stages.run(pairs.repartition(_FEWER_PARTITIONS, "a"), "components")
        return self._stages.run(pairs.repartition(1), "components")

    def _rounds(self, stars):
        """The same for more pairs than one partition holds: large stars and small stars until nothing changes."""
        from pyspark.sql import functions as F

        before = None
        while True:
            both = stars.unionByName(stars.select(F.col("b").alias("a"), F.col("a").alias("b")))
            large = self._stages.run(both.repartition("a"), "large-star")
            down = large.select(F.col("b").alias("a"), F.col("a").alias("b"))
            stars = self._stages.run(down.repartition("a"), "small-star").distinct().persist()
            now = stars.agg(F.count("*"), F.bit_xor(F.xxhash64("a", "b"))).collect()
            if now == before:
                return stars.unionByName(stars.select("a", F.col("a").alias("b")).distinct())
            before = now


def _command(operation):
    """One thread, since an engine runs as many tasks as there are cores; what a folder has as settings is not for it."""
    return [program(), "--no-config", "--threads", "1", "worker", operation]


def _through(operation, parameters):
    """A function for `mapInArrow`: the batches of a partition through a stage of the program."""

    def through(batches):
        import pyarrow

        batches = iter(batches)
        first = next(batches, None)
        if first is None:
            return
        with tempfile.TemporaryFile() as told:
            child = subprocess.Popen(_command(operation), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told)
            feeder = _Feeder(child, first, batches, parameters)
            feeder.start()
            try:
                cut_short = None
                try:
                    with pyarrow.ipc.open_stream(child.stdout) as rows:
                        yield from rows
                except (pyarrow.ArrowInvalid, OSError) as error:
                    # What the program or its feeder say of it is worth more.
                    cut_short = error
                if child.wait() > 0:
                    told.seek(0)
                    raise RuntimeError(told.read().decode(errors="replace").strip())
                feeder.check()
                if child.returncode < 0:
                    raise RuntimeError(f"textmill worker {operation} was ended by signal {-child.returncode}")
                if cut_short is not None:
                    raise cut_short
            finally:
                # If nobody wants the rest, as below a limit, the program need not make it.
                child.kill()
                child.stdout.close()
                child.wait()
                feeder.join()

    return through


class _Feeder(threading.Thread):
    """Writes the batches of a partition to a program while another thread reads what it makes of them."""

    def __init__(self, child, first, batches, parameters):
        super().__init__(daemon=True)
        self._child, self._first, self._batches, self._parameters = child, first, batches, parameters
        self._failure = None

    def run(self):
        import pyarrow

        schema = self._first.schema.with_metadata({"textmill": self._parameters})
        try:
            with pyarrow.ipc.new_stream(self._child.stdin, schema) as stream:
                stream.write_batch(self._first.replace_schema_metadata(schema.metadata))
                for batch in self._batches:
                    stream.write_batch(batch.replace_schema_metadata(schema.metadata))
            self._child.stdin.close()
        except BrokenPipeError:
            # The program has ended, and its status says why.
            pass
        except BaseException as failure:
            # Half of the rows must not be taken for all of them.
            self._failure = failure
            self._child.kill()

    def check(self):
        """Raises what went wrong with the batches."""
        self.join()
        if self._failure is not None:
            raise self._failure
