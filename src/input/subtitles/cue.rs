//! The cues of a file of subtitles, and what their formats have in common.

/// A text that is shown from one moment to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cue {
    /// Its beginning in milliseconds, if the file says it rightly.
    pub(super) start_ms: Option<u64>,
    /// Its end in milliseconds.
    pub(super) end_ms: Option<u64>,
    /// Who speaks, if the file says so.
    pub(super) speaker: Option<String>,
    /// Its text in one line, never empty.
    pub(super) text: String,
}

/// The content of a file of subtitles.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Subtitles {
    /// The cues that have a text, in the order of the file.
    pub(super) cues: Vec<Cue>,
    /// The language, if the file says so.
    pub(super) language: Option<String>,
    /// Cues without a text, which are left out.
    pub(super) n_empty: u64,
    /// Cues whose times are wrong and pieces of text that belong to no cue; their text is kept where it is known.
    pub(super) n_damaged: u64,
}

/// The lines of a file, whose ends may be those of old Macs.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

impl Subtitles {
    /// Adds a cue, unless it has no text.
    pub(super) fn push(&mut self, cue: Cue) {
        if cue.text.is_empty() {
            self.n_empty += 1;
        } else {
            self.cues.push(cue);
        }
    }
}

/// Milliseconds of a time such as `1:02:03,4`, `02:03.450` or `0:00:01.25`.
pub(super) fn milliseconds(time: &str) -> Option<u64> {
    let (clock, fraction) = time.trim().split_once([',', '.']).unwrap_or((time.trim(), ""));
    let mut parts = clock.rsplit(':').map(|part| {
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u64>().ok()).flatten()
    });
    let (seconds, minutes, hours) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    if parts.next().is_some() || minutes > 59 || seconds > 59 || fraction.len() > 9 {
        return None;
    }
    // The first digit is a tenth, whatever comes behind it.
    let mut thousandths = 0;
    for place in 0..3 {
        let digit = fraction.as_bytes().get(place).map_or(Some(0), |byte| char::from(*byte).to_digit(10))?;
        thousandths = thousandths * 10 + u64::from(digit);
    }
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths)
}
