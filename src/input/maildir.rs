//! Maildirs: folders in which each mail is a file, in one of the three folders `cur`, `new` and `tmp`.

/// What a file is in a Maildir.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MaildirRole {
    /// A mail, whatever the suffix of its name seems to say.
    Mail,
    /// A mail that is still being written, or whose writing was broken off: it is left out.
    Unfinished,
}

/// What the file at `path`, its parts separated by `/`, is in a Maildir; `None` if it lies in none. A folder may be called
/// `new` for other reasons, so that the name of the file must be one that mail programs make: when it came, what makes it
/// unique, and where, `1714982400.M20P7.host:2,S`.
pub(super) fn maildir_role(path: &str) -> Option<MaildirRole> {
    let mut parts = path.rsplit('/');
    let (name, folder) = (parts.next()?, parts.next()?);
    let role = match folder {
        "cur" | "new" => MaildirRole::Mail,
        "tmp" => MaildirRole::Unfinished,
        _ => return None,
    };
    let n_digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = without_flags(name).get(n_digits..)?;
    let is_stamped = n_digits >= LEAST_DIGITS && rest.starts_with(['.', '_']) && rest.len() > 2;
    (is_stamped && rest.matches('.').count() >= 1).then_some(role)
}

/// The name of a mail without what is told of it: `:2,S` for one that was read. It stays the same as long as the mail.
fn without_flags(name: &str) -> &str {
    // Where a name must not have colons, programs take one of the others.
    let at = [":2,", ";2,", "!2,"].iter().filter_map(|mark| name.rfind(mark)).max();
    let is_flag = |byte: u8| byte.is_ascii_alphabetic() || byte == b',';
    match at {
        Some(at) if name.bytes().skip(at + 3).all(is_flag) => name.get(..at).unwrap_or(name),
        _ => name,
    }
}

/// Names begin with the seconds since 1970, which have had nine digits since 1973.
const LEAST_DIGITS: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_known_by_their_folder_and_their_name() {
        for (path, expected) in [
            ("a/cur/1204680122.27c448_1.host:2,S", Some(MaildirRole::Mail)),
            ("new/1714982400.M20P7Q1.host", Some(MaildirRole::Mail)),
            ("b/.Sent/cur/1714982400.M2P7.host,S=123,W=130:2,RS", Some(MaildirRole::Mail)),
            ("cur/1714982400_0.123.host,U=1,FMD5=0123:2,", Some(MaildirRole::Mail)),
            ("tmp/1714982400.M20P7.host", Some(MaildirRole::Unfinished)),
            ("new/2024.txt", None),
            ("new/notes.txt", None),
            ("1714982400.M20P7.host", None),
            ("other/1714982400.M20P7.host", None),
            ("tmp/notes.txt", None),
            ("", None),
        ] {
            assert_eq!(maildir_role(path), expected, "{path}");
        }
    }

    #[test]
    fn flags_are_no_part_of_a_name() {
        for (name, expected) in
            [("1.a.b:2,S", "1.a.b"), ("1.a.b;2,", "1.a.b"), ("1.a:2,S.txt", "1.a:2,S.txt"), ("1.a.b", "1.a.b")]
        {
            assert_eq!(without_flags(name), expected);
        }
    }
}
