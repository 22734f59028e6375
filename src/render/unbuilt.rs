//! What a build says of a format that it was made without.

use std::io;

/// Refuses a format that this build leaves out.
pub(super) fn unbuilt(format: &str) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, format!("this build does not write {format}"))
}

#[cfg(not(feature = "parquet"))]
pub(super) use renderer::Unbuilt;

#[cfg(not(feature = "parquet"))]
mod renderer {
    use std::io::{self, Write};

    use super::super::Renderer;
    use super::unbuilt;
    use crate::table::{Cell, Column};

    /// Stands for the renderer of a format that is left out.
    pub(in super::super) struct Unbuilt {
        format: &'static str,
    }

    impl Unbuilt {
        pub(in super::super) fn new(format: &'static str) -> Self {
            Self { format }
        }
    }

    impl Renderer for Unbuilt {
        fn header(&mut self, _columns: &[Column], _out: &mut dyn Write) -> io::Result<()> {
            Err(unbuilt(self.format))
        }

        fn row(&mut self, _cells: &[Cell<'_>], _out: &mut dyn Write) -> io::Result<()> {
            Err(unbuilt(self.format))
        }

        fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
            Err(unbuilt(self.format))
        }
    }
}
