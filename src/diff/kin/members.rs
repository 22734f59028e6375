//! The documents among which kin is looked for, and by what it is found.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::super::change::name_of;
use super::super::corpora_options::SHINGLE_WORDS;
use super::super::options::Options;
use super::super::shelf::{Origin, Shelf};
use crate::error::Error;
use crate::similarity::{
    BandKeys, Banding, Documents, Overlap, ShingleSet, Sketcher, Threshold, WordHasher, differ_in_facts_only,
    push_small_keys, shingles_into, winnowed_into,
};

/// Documents whose prints are taken before they are added to the keys.
const BATCH: usize = 4096;

/// Documents of both sides, numbered from zero, those of the old side first.
pub(in crate::diff) struct Members<'s> {
    shelves: [&'s Shelf; 2],
    options: &'s Options,
    all: Vec<Member<'s>>,
    n_old: u32,
}

struct Member<'s> {
    origin: &'s Origin,
    standing: Standing,
    /// A hash of the text in the form in which texts are compared.
    form: u128,
    n_words: u32,
    n_passage_keys: u32,
}

/// Whether a document has a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Standing {
    /// It has none.
    Free,
    /// It has one by its key, and only others can be parts of it.
    Paired,
}

/// By what kin is found.
pub(super) struct Keys {
    /// One key a band, of free members.
    pub(super) bands: BandKeys,
    /// Further keys of free members with few words; one band.
    pub(super) small: BandKeys,
    /// Winnowed fingerprints; one band.
    pub(super) passages: BandKeys,
}

/// What is taken of one text.
#[derive(Default)]
struct Print {
    form: u128,
    n_words: u32,
    bands: Vec<u32>,
    small: Vec<u32>,
    passages: Vec<u32>,
}

impl<'s> Members<'s> {
    /// The documents of both sides, which should come in the order of their ids, because the first wins a tie.
    pub(in crate::diff) fn new(
        shelves: [&'s Shelf; 2],
        olds: impl Iterator<Item = (&'s Origin, Standing)>,
        news: impl Iterator<Item = (&'s Origin, Standing)>,
        options: &'s Options,
    ) -> Self {
        let member = |(origin, standing)| Member { origin, standing, form: 0, n_words: 0, n_passage_keys: 0 };
        let mut all: Vec<Member<'s>> = olds.map(member).collect();
        let n_old = all.len() as u32;
        all.extend(news.map(member));
        Self { shelves, options, all, n_old }
    }

    pub(super) fn len(&self) -> u32 {
        self.all.len() as u32
    }

    /// How many there are of the old side.
    pub(in crate::diff) fn n_old(&self) -> u32 {
        self.n_old
    }

    pub(super) fn is_old(&self, number: u32) -> bool {
        number < self.n_old
    }

    pub(super) fn is_free(&self, number: u32) -> bool {
        self.all[number as usize].standing == Standing::Free
    }

    pub(super) fn any_free(&self) -> bool {
        self.all.iter().any(|member| member.standing == Standing::Free)
    }

    pub(super) fn has_free_of_both(&self) -> bool {
        let (olds, news) = self.all.split_at(self.n_old as usize);
        [olds, news].iter().all(|side| side.iter().any(|member| member.standing == Standing::Free))
    }

    /// Where a member comes from.
    pub(in crate::diff) fn origin(&self, number: u32) -> &'s Origin {
        self.all[number as usize].origin
    }

    pub(super) fn id(&self, number: u32) -> &'s str {
        &self.origin(number).id
    }

    /// The part of its id after the last slash.
    pub(super) fn name(&self, number: u32) -> &'s str {
        name_of(self.id(number))
    }

    pub(super) fn form(&self, number: u32) -> u128 {
        self.all[number as usize].form
    }

    pub(super) fn n_words(&self, number: u32) -> u32 {
        self.all[number as usize].n_words
    }

    /// How many winnowed fingerprints it has.
    pub(super) fn n_passage_keys(&self, number: u32) -> u32 {
        self.all[number as usize].n_passage_keys
    }

    pub(super) fn text<'b>(&'b self, number: u32, buffer: &'b mut Vec<u8>) -> Result<&'b str, Error> {
        let shelf = self.shelves[usize::from(!self.is_old(number))];
        shelf.read_text(self.origin(number), buffer)
    }

    /// Reads every document once.
    pub(super) fn take_prints(&mut self, near: Threshold) -> Result<Keys, Error> {
        let banding = Banding::for_threshold(near);
        let [mut bands, mut small, mut passages] = [banding.n_bands, 1, 1].map(BandKeys::new);
        let numbers: Vec<u32> = (0..self.len()).collect();
        for batch in numbers.chunks(BATCH) {
            let prints: Vec<Print> = batch
                .par_iter()
                .map_init(|| Printer::new(banding, near), |printer, &number| printer.print(self, number))
                .collect::<Result<_, _>>()?;
            for (&number, print) in batch.iter().zip(prints) {
                if !print.bands.is_empty() {
                    bands.push(number, &print.bands);
                }
                print.small.iter().for_each(|&key| small.push(number, &[key]));
                print.passages.iter().for_each(|&key| passages.push(number, &[key]));
                let member = &mut self.all[number as usize];
                (member.form, member.n_words) = (print.form, print.n_words);
                member.n_passage_keys = print.passages.len() as u32;
            }
        }
        Ok(Keys { bands, small, passages })
    }

    /// Whether two members have the same text, apart from what is overlooked.
    pub(super) fn are_equal(&self, a: u32, b: u32) -> Result<bool, Error> {
        let (mut a_text, mut b_text) = (Vec::new(), Vec::new());
        let (a, b) = (self.text(a, &mut a_text)?, self.text(b, &mut b_text)?);
        Ok(self.options.ignore.is_same(a, b, self.options.granularity))
    }

    /// Whether two members of different names differ in facts alone, as pages of one template do.
    pub(super) fn are_of_one_template(&self, a: u32, b: u32, overlap: Overlap) -> Result<bool, Error> {
        if self.name(a) == self.name(b) || !overlap.may_be_substitution() {
            return Ok(false);
        }
        let (mut a_text, mut b_text) = (Vec::new(), Vec::new());
        Ok(differ_in_facts_only(self.text(a, &mut a_text)?, self.text(b, &mut b_text)?))
    }
}

impl Documents for Members<'_> {
    type Error = Error;

    fn n_shingles(&self, number: u32) -> u32 {
        self.n_words(number)
    }

    fn shingle_set(&self, number: u32) -> Result<ShingleSet, Error> {
        let mut buffer = Vec::new();
        Ok(ShingleSet::of_text(self.text(number, &mut buffer)?, SHINGLE_WORDS))
    }
}

/// Takes prints, reusing its memory.
struct Printer {
    sketcher: Sketcher,
    near: Threshold,
    hasher: WordHasher,
    text: Vec<u8>,
    words: Vec<u64>,
    shingles: Vec<u64>,
}

impl Printer {
    fn new(banding: Banding, near: Threshold) -> Self {
        let (text, [words, shingles]) = Default::default();
        Self { sketcher: Sketcher::new(banding), near, hasher: WordHasher::default(), text, words, shingles }
    }

    fn print(&mut self, members: &Members<'_>, number: u32) -> Result<Print, Error> {
        let Options { ignore, granularity, .. } = *members.options;
        let text = members.text(number, &mut self.text)?;
        self.hasher.hashes_into(text, &mut self.words);
        let mut print = Print { n_words: u32::try_from(self.words.len()).unwrap_or(u32::MAX), ..Print::default() };
        if self.words.is_empty() {
            return Ok(print);
        }
        shingles_into(&self.words, SHINGLE_WORDS, &mut self.shingles);
        if members.is_free(number) {
            print.form = xxh3_128(ignore.text(text, granularity).as_bytes());
            self.sketcher.push_band_keys(&self.shingles, &mut print.bands);
            push_small_keys(&self.shingles, self.near, &mut print.small);
        }
        winnowed_into(&self.shingles, &mut print.passages);
        Ok(print)
    }
}
