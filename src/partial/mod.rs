//! Partial results of several machines: the file that one lies in, and what all of them have in common.
//!
//! A file begins with two lines that a person can read: what it is ([`write_head`]), and JSON that says by which rules it was made
//! ([`Choices`]) and which shares of a corpus it has ([`Shares`]). Behind them are numbers and texts in blocks with a checksum each
//! ([`Writer`], [`Reader`]). What it holds is the business of the verb that writes it, but for what went wrong with inputs
//! ([`Told`]).

mod bytes;
mod choices;
mod head;
mod shares;
mod stored;
mod told;

pub(crate) use bytes::{Reader, Writer, damaged};
pub(crate) use choices::{Choices, same};
pub(crate) use head::{bad_line, read_head, write_head};
pub(crate) use shares::Shares;
pub(crate) use stored::{Stored, small};
pub(crate) use told::{Listener, Told, report_missing};
