//! The worker threads of a run.

use std::num::NonZero;
use std::thread::available_parallelism;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::error::OptionProblem;

/// The most threads that can be asked for: more than machines have. Where the system refuses some, fewer are tried, one less
/// each time.
pub const MOST_THREADS: usize = 1_024;

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
    /// [`OptionProblem`] for more than 1,024 threads, or if not even one can be had.
    pub fn new(n_threads: Option<NonZero<usize>>) -> Result<Self, OptionProblem> {
        let wanted = match n_threads.map(NonZero::get) {
            Some(asked) if asked > MOST_THREADS => {
                return Err(OptionProblem::TooManyThreads { asked, most: MOST_THREADS });
            }
            Some(asked) => asked,
            None => available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS),
        };
        // Half as many each time, since a refusal comes after all threads before it were made.
        let numbers = std::iter::successors(Some(wanted), |n| Some(n / 2)).take_while(|&n| n > 1);
        let workers = numbers
            .map(spawned)
            .find_map(Result::ok)
            .map_or_else(|| calling_thread().or_else(|_| spawned(1)), Ok)
            .map_err(|error| OptionProblem::NoThread(error.to_string()))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_threads_than_any_machine_has_are_refused_at_once() {
        assert!(Pool::new(NonZero::new(2)).is_ok());
        let error = Pool::new(NonZero::new(usize::MAX)).unwrap_err();
        assert!(error.to_string().contains("1024 is the most"), "{error}");
    }
}
