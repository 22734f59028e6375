//! The arguments that verbs share, in groups; each flag is defined here once.

use std::num::NonZero;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use textmill::document::DateOrder;
use textmill::input::{Format, Quote, TokenAttribute, XmlPath};
use textmill::render::OutputFormat;

use super::process::machine_memory_bytes;
use super::rows::RowsArgs;
use super::values::{ANY, MOST_THREADS, choice, n_bytes, positive};

/// Where documents come from and how they are read.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Files and folders to read; - is standard input
    ///
    /// Without INPUT, standard input is read if it is a pipe or a file. Folders are read recursively and in order. Hidden
    /// files and files that .gitignore or .ignore name are skipped; the number of the latter is reported.
    #[arg(value_name = "INPUT", display_order = 0)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Read the names of more inputs from FILE, one per line
    ///
    /// - is standard input. Names separated by NUL characters, as `find -print0` writes them, are read as well.
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How documents are found and read, wherever they come from.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Input")]
pub(crate) struct ReadingArgs {
    /// Read every input in this format
    ///
    /// Without the flag, the suffix and the first bytes of each input decide.
    #[arg(long, value_name = "FORMAT", value_parser = input_format())]
    pub(crate) from: Option<Format>,
    /// Field of records with the text [default: text]
    #[arg(long, value_name = "FIELD")]
    pub(crate) text_field: Option<String>,
    /// Field of records with the id [default: id]
    #[arg(long, value_name = "FIELD")]
    pub(crate) id_field: Option<String>,
    /// Field of records with the title [default: title]
    #[arg(long, value_name = "FIELD")]
    pub(crate) title_field: Option<String>,
    /// What comes first in dates such as 3/4/2024
    ///
    /// Without the flag, the order that all dates of the field allow.
    #[arg(long, value_name = "ORDER", help_heading = "Fields", value_parser = choice::<DateOrder>())]
    pub(crate) date_order: Option<DateOrder>,
    /// Read this sheet of workbooks or table of databases
    ///
    /// By its name or number. Without the flag, the first one with rows.
    #[arg(long, value_name = "NAME", help_heading = "Input formats")]
    pub(crate) sheet: Option<String>,
    /// Read the text of these elements of XML
    ///
    /// Such as //p or article/headline|article/body.
    #[arg(long, value_name = "PATH", help_heading = "Input formats")]
    pub(crate) xml_text: Option<XmlPath>,
    /// Make a document of each of these elements of XML
    ///
    /// The attributes of the element become fields.
    #[arg(long, value_name = "PATH", requires = "xml_text", help_heading = "Input formats")]
    pub(crate) xml_document: Option<XmlPath>,
    /// Replace each token of CoNLL-U and vertical text by this attribute
    #[arg(long, value_name = "NAME", help_heading = "Input formats", value_parser = choice::<TokenAttribute>())]
    pub(crate) attribute: Option<TokenAttribute>,
    /// Make a document of each chapter of an electronic book
    #[arg(long, help_heading = "Input formats")]
    pub(crate) per_chapter: bool,
    /// Read Markdown without its markup
    #[arg(long, help_heading = "Input formats")]
    pub(crate) plain_markdown: bool,
    /// Read the code of notebooks as well as their prose
    #[arg(long, help_heading = "Input formats")]
    pub(crate) code_cells: bool,
    /// Omit the running heads and page numbers of PDF
    #[arg(long, help_heading = "Input formats")]
    pub(crate) no_running_heads: bool,
    /// Rejoin words that are divided at line ends
    ///
    /// `gov-` and `ernment` become `government`, `well-` and `known` one `well-known`, if the corpus has that word
    /// elsewhere. For texts that were printed, scanned or wrapped. The corpus is read twice.
    #[arg(long, help_heading = "Input formats")]
    pub(crate) dehyphenate: bool,
    /// Remove the underscores around emphasized words, as in `_Pequod_`
    ///
    /// Underscores inside words stay.
    #[arg(long, help_heading = "Input formats")]
    pub(crate) plain_emphasis: bool,
    /// Read the captions of pictures in the articles of web pages
    #[arg(long, help_heading = "Input formats")]
    pub(crate) captions: bool,
    /// Read the ruby annotations of web pages, each after its word
    #[arg(long, help_heading = "Input formats")]
    pub(crate) ruby: bool,
    /// Character between the cells of CSV input, or tab
    #[arg(long, value_name = "CHAR", help_heading = "Input formats", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
    /// Quotes around the cells of CSV and TSV
    ///
    /// Without the flag, the first rows decide.
    #[arg(long, value_name = "KIND", help_heading = "Input formats", value_parser = choice::<Quote>())]
    pub(crate) quote: Option<Quote>,
    /// Read the first record of CSV and TSV as data
    ///
    /// The columns are called column_1, column_2 and so on.
    #[arg(long, help_heading = "Input formats")]
    pub(crate) no_header_in: bool,
    /// Encoding of texts, such as windows-1252 or shift_jis
    ///
    /// Without the flag, texts are read as UTF-8; for texts that are not UTF-8, the encoding is detected.
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Refuse input that cannot be decoded without loss
    #[arg(long)]
    pub(crate) strict: bool,
    /// Read only files of folders that match this pattern
    ///
    /// The flag can be repeated.
    #[arg(long, value_name = "PATTERN", help_heading = "Folders")]
    pub(crate) glob: Vec<String>,
    /// Skip files of folders that match this pattern
    ///
    /// The flag can be repeated.
    #[arg(long, value_name = "PATTERN", help_heading = "Folders")]
    pub(crate) exclude: Vec<String>,
    /// Read hidden files as well
    #[arg(long, help_heading = "Folders")]
    pub(crate) hidden: bool,
    /// Read files that .gitignore or .ignore name as well
    #[arg(long, help_heading = "Folders")]
    pub(crate) no_ignore: bool,
    /// Follow symbolic links inside folders
    #[arg(long, help_heading = "Folders")]
    pub(crate) follow: bool,
    /// Take fields from paths by the named groups of REGEX
    ///
    /// For example `(?<year>\d{4})/(?<city>[^/]+)/` gives every document a year and a city.
    #[arg(long, value_name = "REGEX", help_heading = "Fields")]
    pub(crate) fields_from_path: Option<String>,
    /// Add fields from the rows of a CSV table, joined by id or path
    #[arg(long, value_name = "TABLE", help_heading = "Fields")]
    pub(crate) meta: Option<PathBuf>,
    /// Join --meta by this column of the table [default: id or path]
    #[arg(long, value_name = "COLUMN", requires = "meta", help_heading = "Fields")]
    pub(crate) meta_key: Option<String>,
    /// Remove the formula guard from the cells of CSV and TSV
    ///
    /// Tables that textmill guarded say so in their header, and are read without this flag as they were. A table that
    /// another program saved again, or of a single column, does not say so.
    #[arg(long, help_heading = "Input formats")]
    pub(crate) unguard: bool,
    /// Refuse documents longer than this, such as 64M or 2G
    ///
    /// A web page may have a third of it. Where dedupe compares texts, a document may have a quarter as many words.
    #[arg(long, value_name = "SIZE", value_parser = n_bytes)]
    pub(crate) max_document: Option<u64>,
}

/// Where results go and what they look like.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write to this file or folder; - is standard output
    ///
    /// A folder gets one file per table; it exists already or ends with a slash. A file is put in place when it is
    /// complete. A suffix that names no format is refused, unless --format is given.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write this format, such as csv, jsonl or xlsx
    ///
    /// Without the flag, the suffix of FILE decides; standard output gets a table at a terminal, otherwise CSV.
    #[arg(short, long, value_name = "FORMAT", value_parser = output_format())]
    pub(crate) format: Option<OutputFormat>,
    /// Write only these columns
    ///
    /// In this order. NAME=NEW renames a column, and all stands for every column. A table at a terminal, or one that -f
    /// table writes to standard output, has the main columns that fit; files, and other formats, have all.
    #[arg(long, visible_alias = "only", value_name = "NAME,...", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Omit the names of the columns
    #[arg(long)]
    pub(crate) no_header: bool,
    /// List the columns with their definitions, and do nothing else
    #[arg(long)]
    pub(crate) list_columns: bool,
    /// Write the definitions of columns and settings beside the output
    ///
    /// As FILE.definitions.csv, or as a table in the folder.
    #[arg(long, requires = "output", conflicts_with = "list_columns", hide = true)]
    pub(crate) definitions: bool,
    /// Write a record of the run beside the output
    ///
    /// As FILE.provenance.json, or provenance.json in the folder. It holds versions, arguments, settings, the definitions of
    /// columns, and the files read and written with the hashes of their bytes. `textmill rerun` makes the output again
    /// from it.
    #[arg(long, requires = "output", conflicts_with = "list_columns")]
    pub(crate) provenance: bool,
    /// Write CSV or TSV that Excel opens correctly
    ///
    /// It begins with a byte order mark, lines end with CRLF, and cells that would run as formulas are guarded. A table with
    /// more rows than a sheet holds continues in further files: FILE-0002.csv and so on.
    #[arg(long)]
    pub(crate) excel: bool,
    /// Leave cells that look like formulas as they are
    ///
    /// In CSV and TSV files and at a terminal such a cell gets an apostrophe in front, so that no spreadsheet runs it; the
    /// number of these cells is reported. In pipes cells are unchanged, except those of `export`.
    #[arg(long)]
    pub(crate) raw: bool,
    /// Begin a new file after N rows
    ///
    /// The files are NAME-0001, NAME-0002 and so on, in the folder that --output names.
    #[arg(long, value_name = "N", value_parser = positive::<ANY>, requires = "output")]
    pub(crate) rows_per_file: Option<NonZero<usize>>,
    /// Report what would be read and written, and do nothing else
    ///
    /// Inputs are listed and not opened; of the output nothing is made.
    #[arg(long, conflicts_with = "list_columns")]
    pub(crate) dry_run: bool,
    /// Replace files that are in the folder already
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) rows: RowsArgs,
    /// The ids of the flags on the command line. A flag that makes no difference is refused if it stands there, not if it
    /// comes from a file of defaults.
    #[arg(skip)]
    pub(crate) given: Vec<String>,
}

/// How much memory a verb may take for what it must hold.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Run")]
pub(crate) struct MemoryArgs {
    /// Limit memory to about this size, such as 512M or 4G
    ///
    /// Without the flag, a share of the machine's memory. In dedupe it limits the sketches; the rest spills to disk. In
    /// stats it limits the words and their counts; a run that needs more ends with a message. The documents being read
    /// need memory beside it, in dedupe also sixty bytes per document and the candidates that are being compared.
    #[arg(long, value_name = "SIZE", value_parser = n_bytes)]
    memory: Option<u64>,
}

impl MemoryArgs {
    /// What was asked for, or this percentage of the machine's memory; `None` if that is not known.
    pub(crate) fn limit_bytes(self, percent: u64) -> Option<u64> {
        self.memory.or_else(|| Some(machine_memory_bytes()? / 100 * percent))
    }
}

/// How the program runs.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Run")]
pub(crate) struct RunArgs {
    /// Number of threads [default: one per processor]
    #[arg(short = 'j', long, value_name = "N", value_parser = positive::<MOST_THREADS>, global = true)]
    pub(crate) threads: Option<NonZero<usize>>,
    /// Report failures only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Report more
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Color messages
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(crate) color: When,
    /// Show progress
    ///
    /// With auto at a terminal after one second, with always from the start.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(crate) progress: When,
    /// Write long output at once, without $PAGER
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// Read defaults of flags from FILE
    ///
    /// Without the flag, from textmill.toml in the current directory, if there is one. A line `threads = 2` stands for
    /// --threads 2; lines below [stats] are for that verb alone. The command line overrides them.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// Ignore textmill.toml
    #[arg(long, global = true, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

impl RunArgs {
    /// What holds before the arguments are known.
    pub(crate) fn plain() -> Self {
        let (color, progress) = (When::Auto, When::Never);
        Self {
            threads: None,
            quiet: false,
            verbose: false,
            color,
            progress,
            no_pager: true,
            config: None,
            no_config: false,
        }
    }
}

/// Whether to do something that suits a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// At a terminal
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Never
    Never,
}

/// The formats that can be written, each with its verbs if not all have it. Those of `diff` alone stand in its help.
fn output_format() -> impl TypedValueParser<Value = OutputFormat> {
    let value = |format: OutputFormat| {
        let verbs = match format.verbs() {
            None => String::new(),
            Some([verb]) => format!(" ({verb} only)"),
            Some(verbs) => format!(" ({})", verbs.join(", ")),
        };
        let value = PossibleValue::new(format.name()).aliases(format.aliases());
        value.help(format!("{}{verbs}", format.about())).hide(format.verbs() == Some(&["diff"]))
    };
    let values = OutputFormat::all().map(value);
    PossibleValuesParser::new(values).try_map(|name| OutputFormat::named(&name).ok_or("no such format"))
}

/// The names of the formats that can be read.
fn input_format() -> impl TypedValueParser<Value = Format> {
    let names = Format::readable().map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(names).try_map(|name| Format::named(&name).ok_or("no such format"))
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Ok(*byte),
        _ => Err("a delimiter is one ASCII character, or tab".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_one_ascii_character() {
        let cases =
            [(";", Some(b';')), ("tab", Some(b'\t')), ("\t", Some(b'\t')), ("é", None), ("\"", None), ("", None)];
        for (text, expected) in cases {
            assert_eq!(delimiter(text).ok(), expected, "{text:?}");
        }
    }
}
