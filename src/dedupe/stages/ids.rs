//! Documents numbered by the order of their ids, as one run over them in that order numbers them.

use std::collections::HashMap;

use crate::error::Error;

/// Ids by number of arrival.
#[derive(Debug, Default)]
pub(super) struct Ids {
    numbers: HashMap<Box<str>, u32>,
}

/// Ids in their order.
#[derive(Debug)]
pub(super) struct Ranked {
    ids: Vec<Box<str>>,
    ranks: Vec<u32>,
}

impl Ids {
    /// The number of an id: how many others came first.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if 32 bits do not number all of them.
    pub(super) fn number(&mut self, id: &str) -> Result<u32, Error> {
        if let Some(&number) = self.numbers.get(id) {
            return Ok(number);
        }
        let number = u32::try_from(self.numbers.len())
            .ok()
            .filter(|&number| number < u32::MAX)
            .ok_or_else(|| Error::TooMany { what: "documents of one partition" })?;
        self.numbers.insert(id.into(), number);
        Ok(number)
    }

    /// Puts them in order, bytes as numbers.
    pub(super) fn ranked(self) -> Ranked {
        let mut numbers: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        numbers.sort_unstable();
        let mut ranks = vec![0; numbers.len()];
        for ((_, number), rank) in numbers.iter().zip(0..) {
            ranks[*number as usize] = rank;
        }
        Ranked { ids: numbers.into_iter().map(|(id, _)| id).collect(), ranks }
    }
}

impl Ranked {
    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        // `Ids::number` refuses more.
        self.ids.len() as u32
    }

    /// The rank of an id by its number of arrival.
    pub(super) fn rank(&self, number: u32) -> u32 {
        self.ranks[number as usize]
    }

    /// The id by its rank.
    pub(super) fn id(&self, rank: u32) -> &str {
        &self.ids[rank as usize]
    }
}
