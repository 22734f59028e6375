//! Reading PDF in a process of its own, so that a file which never ends, takes all memory or overflows the stack costs itself
//! only.
//!
//! The parent starts its own program with a hidden command and speaks with it over standard input and output. A child reads
//! one file after another and ends when its input does; where it dies, the file that it had was to blame, and the next file
//! gets a new child.
//!
//! A request is the length of the file, the most bytes of a document (both eight bytes, the least significant first), a byte
//! of choices, and the file. The answers are frames: a kind, a length of eight bytes, and as many bytes. They end with a frame
//! of kind [`DONE`] or [`FAULT`].

mod frames;
mod limits;

use std::io::{self, Read, Write};

use super::super::options::{InputOptions, RunningHeads};
use super::super::reader::{Fault, Reading};
use super::program::Running;
use frames::{DOCUMENT, DONE, FAULT, Frame, WARNING};

/// Reads a PDF in a child of the program that the options name, as readers of bytes do.
///
/// # Errors
///
/// As [`read`](super::read); [`Fault::Unread`] if no program is named, [`Fault::Malformed`] as well for what makes the child end.
pub(in crate::input) fn read_in_child(
    bytes: &[u8],
    options: &InputOptions,
    each: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let Some(program) = &options.pdf_program else {
        return Err(Fault::Unread(
            "is a PDF, which is read in a process of its own, and no program is named for it".to_owned(),
        ));
    };
    let mut running = program.running().map_err(|error| Fault::Malformed(format!("cannot be read: {error}")))?;
    match running.read(bytes, options, each) {
        Ok(end) => {
            program.keep(running);
            end
        }
        Err(error) => Err(running.obituary(&error)),
    }
}

impl Running {
    /// Sends a request and hands over the answers.
    fn read(
        &mut self,
        bytes: &[u8],
        options: &InputOptions,
        each: &mut dyn FnMut(Reading),
    ) -> io::Result<Result<(), Fault>> {
        self.requests.write_all(&(bytes.len() as u64).to_le_bytes())?;
        self.requests.write_all(&options.max_document_bytes.to_le_bytes())?;
        self.requests.write_all(&[u8::from(options.running_heads == RunningHeads::Drop)])?;
        self.requests.write_all(bytes)?;
        self.requests.flush()?;
        // Names and warnings are small beside the text, which JSON may write at six times its length.
        let most = options.max_document_bytes.saturating_mul(6).saturating_add(1 << 20);
        loop {
            limits::wait_for(&self.answers)?;
            let frame = Frame::read(&mut self.answers, most)?;
            match frame.kind {
                DOCUMENT => each(Reading::Document(frame.document()?)),
                WARNING => each(Reading::Warning(frame.text()?)),
                FAULT => return Ok(Err(frame.fault()?)),
                DONE => return Ok(Ok(())),
                _ => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
    }

    /// What became of a child that did not answer as it should.
    fn obituary(mut self, error: &io::Error) -> Fault {
        let took_long = error.kind() == io::ErrorKind::TimedOut;
        // One that lives still is of no use; that it cannot be ended means that it has ended.
        drop(self.child.kill());
        let by_limit = self.child.wait().is_ok_and(limits::was_ended_by_time);
        let why = if took_long || by_limit {
            "takes longer to read than a PDF may: it is damaged, or means harm"
        } else {
            "takes more memory to read than a PDF may, or breaks its reader: it is damaged, or means harm"
        };
        Fault::Malformed(why.to_owned())
    }
}

/// Answers requests until there are no more: what the hidden command does.
///
/// # Errors
///
/// Whatever the streams say; a request that is cut short.
pub fn serve(mut requests: impl Read, mut answers: impl Write) -> io::Result<()> {
    limits::bound_memory()?;
    let mut head = [0; 17];
    while read_or_end(&mut requests, &mut head)? {
        let number =
            |at: usize| head.iter().skip(at).take(8).rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let running_heads = if head.ends_with(&[0]) { RunningHeads::Keep } else { RunningHeads::Drop };
        let options = InputOptions { max_document_bytes: number(8), running_heads, ..InputOptions::default() };
        let mut bytes = Vec::new();
        requests.by_ref().take(number(0)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != number(0) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        limits::bound_time()?;
        let mut sent = Ok(());
        let end = super::read(&bytes, &options, &mut |reading| {
            if sent.is_ok() {
                sent = Frame::of_reading(&reading).write(&mut answers);
            }
        });
        sent?;
        Frame::of_end(&end).write(&mut answers)?;
        answers.flush()?;
    }
    Ok(())
}

/// Fills `head`; `false` if there is nothing more to read.
fn read_or_end(requests: &mut impl Read, head: &mut [u8]) -> io::Result<bool> {
    let n_read = requests.read(head)?;
    if n_read == 0 {
        return Ok(false);
    }
    let rest = head.get_mut(n_read..).unwrap_or_default();
    requests.read_exact(rest).map(|()| true)
}

#[cfg(test)]
mod tests {
    use super::super::program::PdfProgram;
    use super::*;

    fn request(bytes: &[u8]) -> Vec<u8> {
        [&(bytes.len() as u64).to_le_bytes()[..], &1000_u64.to_le_bytes(), &[0], bytes].concat()
    }

    #[test]
    fn a_child_answers_each_request_and_ends_with_them() {
        let mut requests = request(b"no pdf");
        requests.extend(request(crate::input::pdf::tests::ONE_PAGE));
        let mut answers = Vec::new();
        // The limits of a process are those of all its tests: they are tried in a process of their own.
        limits::without_limits(|| serve(&*requests, &mut answers)).unwrap();
        let mut rest = &*answers;
        let fault = Frame::read(&mut rest, 1000).unwrap();
        assert_eq!(fault.fault().unwrap(), Fault::Malformed("is no PDF".to_owned()));
        let document = Frame::read(&mut rest, 10_000).unwrap().document().unwrap();
        assert_eq!(document.text, "A river.\n");
        assert_eq!(Frame::read(&mut rest, 1000).unwrap().kind, DONE);
        assert!(rest.is_empty());
    }

    #[test]
    fn a_request_that_is_cut_is_an_error() {
        let whole = request(b"no pdf");
        for n_bytes in 1..whole.len() {
            assert!(limits::without_limits(|| serve(&whole[..n_bytes], Vec::new())).is_err(), "{n_bytes}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_child_that_ends_costs_one_file() {
        for program in ["/bin/true", "/bin/cat", "/nowhere"] {
            let options =
                InputOptions { pdf_program: Some(PdfProgram::new(program.into()).into()), ..InputOptions::default() };
            let end = read_in_child(b"%PDF", &options, &mut |_| panic!("nothing was read"));
            assert!(matches!(end, Err(Fault::Malformed(_))), "{program}: {end:?}");
        }
    }
}
