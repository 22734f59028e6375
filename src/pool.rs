//! The worker threads of a run.

use std::num::NonZero;
use std::thread::available_parallelism;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::error::Error;

/// A fixed set of worker threads.
#[derive(Debug)]
pub struct Pool {
    workers: ThreadPool,
}

impl Pool {
    /// A pool of `n_threads` workers; `None` takes one for each processor.
    ///
    /// Where the system refuses threads the pool is smaller, down to the calling thread alone. A pool of one does its
    /// work in the calling thread.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if not even one thread can be had.
    pub fn new(n_threads: Option<NonZero<usize>>) -> Result<Self, Error> {
        let wanted = n_threads.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get);
        // Half as many each time, since a refusal comes after all threads before it were made.
        let numbers = std::iter::successors(Some(wanted), |n| Some(n / 2)).take_while(|&n| n > 1);
        let workers = numbers
            .map(spawned)
            .find_map(Result::ok)
            .map_or_else(|| calling_thread().or_else(|_| spawned(1)), Ok)
            .map_err(|error| Error::option("threads", error.to_string()))?;
        Ok(Self { workers })
    }

    /// How many threads do the work.
    pub fn n_threads(&self) -> usize {
        self.workers.current_num_threads()
    }

    /// The rayon pool itself.
    pub fn workers(&self) -> &ThreadPool {
        &self.workers
    }
}

fn spawned(n_threads: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new().num_threads(n_threads).thread_name(|idx| format!("textmill-{idx}")).build()
}

/// A pool without a thread of its own. A thread can be in one such pool only, so a second one is refused.
fn calling_thread() -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new().num_threads(1).use_current_thread().build()
}
