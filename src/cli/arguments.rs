//! The arguments that verbs share, in groups; each flag is defined here once.

use std::num::NonZero;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use textmill::document::DateOrder;
use textmill::input::{Format, Quote, TokenAttribute, XmlPath};
use textmill::render::OutputFormat;

use super::choice::choice;
use super::machine_memory::machine_memory_bytes;
use super::numbers::{ANY, MOST_THREADS, n_bytes, positive};
use super::rows::RowsArgs;

/// Where documents come from and how they are read.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Files and folders to read; - is standard input [default: standard input, if it is a pipe or file]
    ///
    /// Folders are read recursively and in order. Hidden files and files named in .gitignore or .ignore are skipped; how many
    /// of the latter is reported.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Read the names of further inputs from FILE, one per line; - is standard input
    ///
    /// Names separated by NUL characters, as `find -print0` writes them, are read as well.
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How documents are found and read, wherever they come from.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Input")]
pub(crate) struct ReadingArgs {
    /// Read every input as this format, whatever its suffix
    #[arg(long, value_name = "FORMAT", value_parser = input_format())]
    pub(crate) from: Option<Format>,
    /// Take the text of records from this field [default: text]
    #[arg(long, value_name = "FIELD")]
    pub(crate) text_field: Option<String>,
    /// Take the ids of records from this field [default: id]
    #[arg(long, value_name = "FIELD")]
    pub(crate) id_field: Option<String>,
    /// Take the titles of records from this field [default: title]
    #[arg(long, value_name = "FIELD")]
    pub(crate) title_field: Option<String>,
    /// In dates such as 3/4/2024 the day or the month comes first [default: what all dates of the field allow]
    #[arg(long, value_name = "ORDER", value_parser = choice::<DateOrder>())]
    pub(crate) date_order: Option<DateOrder>,
    /// Read this sheet of workbooks or table of databases, by its name or number [default: the first with rows]
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Read the text of these elements of XML, such as //p or article/headline|article/body
    #[arg(long, value_name = "PATH")]
    pub(crate) xml_text: Option<XmlPath>,
    /// Make a document of each of these elements of XML, with its attributes as fields
    #[arg(long, value_name = "PATH", requires = "xml_text")]
    pub(crate) xml_document: Option<XmlPath>,
    /// Put the lemma or part of speech in the place of each token of CoNLL-U and vertical text
    #[arg(long, value_name = "NAME", value_parser = choice::<TokenAttribute>())]
    pub(crate) attribute: Option<TokenAttribute>,
    /// Make a document of each chapter of an electronic book
    #[arg(long)]
    pub(crate) per_chapter: bool,
    /// Read Markdown as its readers see it, without markup
    #[arg(long)]
    pub(crate) plain_markdown: bool,
    /// Read the code of notebooks as well as their prose
    #[arg(long)]
    pub(crate) code_cells: bool,
    /// Leave out the running heads and page numbers of PDF
    #[arg(long)]
    pub(crate) no_running_heads: bool,
    /// Rejoin words that are parted at line ends, checked against the words of the whole corpus
    ///
    /// `gov-` and `ernment` become `government`, `well-` and `known` one `well-known`, if that is what the corpus has
    /// elsewhere. For texts that were printed, scanned or wrapped. The corpus is read twice.
    #[arg(long)]
    pub(crate) dehyphenate: bool,
    /// Take off the underscores around emphasized words, as in `_Pequod_`; those inside of words stay
    #[arg(long)]
    pub(crate) plain_emphasis: bool,
    /// Read the captions of pictures in the articles of web pages
    #[arg(long)]
    pub(crate) captions: bool,
    /// Read the ruby annotations of web pages, each behind its word
    #[arg(long)]
    pub(crate) ruby: bool,
    /// Separate the cells of CSV input by this character; tab for a tabulator
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
    /// Read the quotes of CSV and TSV as signs around cells or as letters [default: what the first rows show]
    #[arg(long, value_name = "KIND", value_parser = choice::<Quote>())]
    pub(crate) quote: Option<Quote>,
    /// Read the first record of CSV and TSV as all others; columns are called column_1 and so on
    #[arg(long)]
    pub(crate) no_header_in: bool,
    /// Decode text from this encoding, such as windows-1252 or shift_jis [default: UTF-8, otherwise detected]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Refuse input that cannot be decoded without loss
    #[arg(long)]
    pub(crate) strict: bool,
    /// Read only the files of folders that match this pattern (can be repeated)
    #[arg(long, value_name = "PATTERN")]
    pub(crate) glob: Vec<String>,
    /// Skip the files of folders that match this pattern (can be repeated)
    #[arg(long, value_name = "PATTERN")]
    pub(crate) exclude: Vec<String>,
    /// Read hidden files as well
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Read files that .gitignore or .ignore name as well
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Follow symbolic links inside folders
    #[arg(long)]
    pub(crate) follow: bool,
    /// Take fields from paths by the named groups of REGEX
    ///
    /// For example `(?<year>\d{4})/(?<city>[^/]+)/` gives every document a year and a city.
    #[arg(long, value_name = "REGEX")]
    pub(crate) fields_from_path: Option<String>,
    /// Take further fields from the rows of a CSV table, joined by id or path
    #[arg(long, value_name = "TABLE")]
    pub(crate) meta: Option<PathBuf>,
    /// Join --meta by this column of the table [default: id or path]
    #[arg(long, value_name = "COLUMN", requires = "meta")]
    pub(crate) meta_key: Option<String>,
    /// Take the formula guard off the cells of CSV and TSV whose header no longer says that they are guarded
    ///
    /// Tables that textmill guarded say so, and are read as they were without this flag; one that another program saved
    /// again, or of a single column, does not.
    #[arg(long)]
    pub(crate) unguard: bool,
    /// Refuse documents longer than this, such as 64M or 2G; a web page may have a third of it, and where dedupe compares
    /// texts, a document a quarter as many words
    #[arg(long, value_name = "SIZE", value_parser = n_bytes)]
    pub(crate) max_document: Option<u64>,
}

/// Where results go and what they look like.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write to this file, or one file per table into this folder; - is standard output
    ///
    /// The file is written aside and put in place when it is whole. A folder exists already or ends with a slash. A suffix
    /// that tells no format is refused, unless --format is given.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write this format [default: by the suffix of FILE; a table at a terminal, CSV otherwise]
    #[arg(short, long, value_name = "FORMAT", value_parser = output_format())]
    pub(crate) format: Option<OutputFormat>,
    /// Write only these columns, in this order; NAME=NEW renames one, and all stands for every column
    ///
    /// A table at a terminal, or one that -f table writes to standard output, has the main columns that fit; files, and other formats,
    /// have all.
    #[arg(long, visible_alias = "only", value_name = "NAME[=NEW],...", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Leave out the names of the columns
    #[arg(long)]
    pub(crate) no_header: bool,
    /// List the columns of the tables that would be written, with their definitions, and do nothing else
    #[arg(long)]
    pub(crate) list_columns: bool,
    /// Write the definitions of columns and settings beside the output: FILE.definitions.csv, or a table in the folder
    #[arg(long, requires = "output", conflicts_with = "list_columns")]
    pub(crate) definitions: bool,
    /// Write beside the output how it came about: FILE.provenance.json, or provenance.json in the folder
    ///
    /// It holds versions, arguments, settings, the definitions of columns, and the files read and written with the hashes of
    /// their bytes. `textmill rerun` makes the output again from it.
    #[arg(long, requires = "output", conflicts_with = "list_columns")]
    pub(crate) provenance: bool,
    /// Write CSV or TSV that Excel opens rightly at a double click
    ///
    /// It begins with a byte order mark, lines end with CRLF, cells that would run as formulas are guarded, and a table with
    /// more rows than a sheet holds goes on in further files: FILE-0002.csv and so on.
    #[arg(long)]
    pub(crate) excel: bool,
    /// Leave cells of CSV and TSV that look like formulas as they are
    ///
    /// In files and at a terminal such a cell gets an apostrophe in front, so that no spreadsheet runs it; how many did is
    /// reported. In pipes all cells are byte-true, but for those of `export`.
    #[arg(long)]
    pub(crate) raw: bool,
    /// Begin a new file after N rows: NAME-0001, NAME-0002 and so on, in the folder named by --output
    #[arg(long, value_name = "N", value_parser = positive::<ANY>, requires = "output")]
    pub(crate) rows_per_file: Option<NonZero<usize>>,
    /// Tell what would be read and written, and do nothing else
    ///
    /// Inputs are listed and not opened; of the output nothing is made.
    #[arg(long, conflicts_with = "list_columns")]
    pub(crate) dry_run: bool,
    /// Replace files that are already in the folder
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) rows: RowsArgs,
}

/// How much memory a verb may take for what it must hold.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Run")]
pub(crate) struct MemoryArgs {
    /// Hold at most about this much in memory, such as 512M or 4G [default: a share of the machine's]
    ///
    /// For dedupe, of sketches; what is beyond goes to disk. For stats, of words and what is counted with them, which must
    /// be held; what is beyond ends the run with a message. Documents on their way come on top, for dedupe also sixty bytes
    /// a document and the candidates that are being compared.
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
    /// Work with this many threads [default: one per processor]
    #[arg(short = 'j', long, value_name = "N", value_parser = positive::<MOST_THREADS>, global = true)]
    pub(crate) threads: Option<NonZero<usize>>,
    /// Tell of failures only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Tell more of what is done
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Color messages
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(crate) color: When,
    /// Show progress: auto at a terminal after a second, always from the start
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(crate) progress: When,
    /// Write long output to the terminal at once, instead of a screen at a time by $PAGER
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// Take defaults of flags from FILE [default: textmill.toml in the working folder, if there is one]
    ///
    /// A line `threads = 2` stands for --threads 2; lines below [stats] hold for that verb alone. What the command line
    /// says counts more.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// Read no textmill.toml
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
    /// At a terminal.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// In no case.
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
