//! Reading inputs that are one document each, without setting them aside.

use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job, plain_text};

/// The documents of two corpora that have but one each; nothing for one that has none or several.
///
/// Plain texts are read at the same time. What is wrong with an input is reported as ever, of the old one first.
///
/// # Errors
///
/// What reading returns.
pub fn only_documents([old, new]: [&Corpus; 2], job: &Job<'_>) -> Result<[Option<Document>; 2], Error> {
    let plain = job.pool.workers().join(|| plain_text(old), || plain_text(new));
    let otherwise =
        |plain: Option<Document>, corpus| plain.map_or_else(|| only_document(corpus, job), |text| Ok(Some(text)));
    Ok([otherwise(plain.0, old)?, otherwise(plain.1, new)?])
}

/// The document of a corpus that has but one; nothing if there are none or several.
///
/// What is wrong with it is reported as ever. Cost: that of reading; of several documents one is held.
///
/// # Errors
///
/// What reading returns.
pub fn only_document(corpus: &Corpus, job: &Job<'_>) -> Result<Option<Document>, Error> {
    let mut first = None;
    let mut n_documents = 0;
    corpus.run(
        job,
        || (),
        |(), document| document,
        |document| {
            n_documents += 1;
            first.get_or_insert(document);
            Ok(())
        },
    )?;
    Ok(first.filter(|_| n_documents == 1))
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::*;
    use crate::diagnostics::Collected;
    use crate::pool::Pool;

    #[test]
    fn one_document_is_given_out_and_several_are_not() {
        let pool = Pool::new(NonZero::new(1)).unwrap();
        let diagnostics = Collected::default();
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let document = |text: &str| Document { text: text.to_owned(), ..Document::default() };
        let only = |texts: &[&str]| {
            let corpus = Corpus::from_documents(texts.iter().map(|text| document(text)).collect());
            only_document(&corpus, &job).unwrap().map(|document| document.text)
        };
        assert_eq!(only(&["a"]).as_deref(), Some("a"));
        assert_eq!(only(&[]), None);
        assert_eq!(only(&["a", "b"]), None);
    }
}
