//! Work done by many threads, delivered in order, with bounded memory.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;

use crate::error::Error;
use crate::pool::Pool;

/// The most bytes of units that are being worked on or wait to be delivered, unless one unit alone has more.
const MAX_BYTES_IN_FLIGHT: u64 = 64 << 20;

/// Something to work on, with its weight in memory.
pub(super) trait Unit: Send {
    /// About how many bytes it and what is made of it hold.
    fn n_bytes(&self) -> u64;
}

/// Draws units, has `work` done on them in the pool, and hands the results to `deliver` in the order of the units.
///
/// Units are drawn and results delivered on the calling thread, so neither needs a lock. A unit counts as in flight
/// from when it is drawn until its result is delivered; the number and the weight of those are bounded.
///
/// A panic of `work` goes on in the calling thread. Were it left to the worker, this thread would wait for its result
/// for ever.
///
/// # Errors
///
/// The first error of `deliver`; what is in flight then is finished and dropped.
pub(super) fn ordered<U: Unit, R: Send>(
    pool: &Pool,
    mut units: impl Iterator<Item = U>,
    work: impl Fn(U) -> R + Sync,
    mut deliver: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    if pool.n_threads() == 1 {
        return units.try_for_each(|unit| deliver(work(unit)));
    }
    let max_in_flight = 2 * pool.n_threads() + 2;
    let (sender, receiver) = mpsc::channel();
    let work = &work;
    pool.workers().in_place_scope(|scope| {
        let mut waiting: BTreeMap<u64, (u64, R)> = BTreeMap::new();
        let (mut n_drawn, mut n_delivered, mut n_bytes) = (0_u64, 0_u64, 0_u64);
        let mut has_more = true;
        loop {
            while has_more && has_room(n_drawn - n_delivered, max_in_flight, n_bytes) {
                let Some(unit) = units.next() else {
                    has_more = false;
                    break;
                };
                let (number, weight, sender) = (n_drawn, unit.n_bytes(), sender.clone());
                n_drawn += 1;
                n_bytes += weight;
                // The receiver outlives the scope, so sending fails only if the calling thread is unwinding.
                scope.spawn(move |_| {
                    let result = catch_unwind(AssertUnwindSafe(|| work(unit)));
                    drop(sender.send((number, weight, result)));
                });
            }
            if n_delivered == n_drawn {
                return Ok(());
            }
            let Ok((number, weight, result)) = receiver.recv() else { return Ok(()) };
            let result = result.unwrap_or_else(|panic| resume_unwind(panic));
            waiting.insert(number, (weight, result));
            while let Some((weight, result)) = waiting.remove(&n_delivered) {
                n_delivered += 1;
                n_bytes -= weight;
                deliver(result)?;
            }
        }
    })
}

fn has_room(n_in_flight: u64, max_in_flight: usize, n_bytes: u64) -> bool {
    n_in_flight == 0 || (n_in_flight < max_in_flight as u64 && n_bytes < MAX_BYTES_IN_FLIGHT)
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    struct Number(u64);

    impl Unit for Number {
        fn n_bytes(&self) -> u64 {
            self.0 << 16
        }
    }

    #[test]
    fn results_come_in_order_for_any_number_of_threads() {
        for n_threads in [1, 2, 3, 8] {
            let pool = Pool::new(NonZero::new(n_threads)).unwrap();
            let mut delivered = Vec::new();
            let uneven = |Number(n): Number| {
                std::thread::sleep(std::time::Duration::from_micros(n * 37 % 400));
                n
            };
            ordered(&pool, (0..300).map(Number), uneven, |n| {
                delivered.push(n);
                Ok(())
            })
            .unwrap();
            assert!(delivered.into_iter().eq(0..300), "{n_threads} threads");
        }
    }

    #[test]
    fn no_more_is_in_flight_than_allowed() {
        let pool = Pool::new(NonZero::new(2)).unwrap();
        let (n_drawn, n_delivered) = (AtomicU64::new(0), AtomicU64::new(0));
        let most = AtomicU64::new(0);
        let units = (0..500).map(|n| {
            let n_in_flight = n_drawn.fetch_add(1, Ordering::SeqCst) + 1 - n_delivered.load(Ordering::SeqCst);
            most.fetch_max(n_in_flight, Ordering::SeqCst);
            Number(n % 7)
        });
        ordered(
            &pool,
            units,
            |_| (),
            |()| {
                n_delivered.fetch_add(1, Ordering::SeqCst);
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(n_delivered.into_inner(), 500);
        assert!(most.into_inner() <= 6);
    }

    #[test]
    fn heavy_units_are_worked_on_alone() {
        assert!(has_room(0, 6, u64::MAX));
        assert!(!has_room(1, 6, MAX_BYTES_IN_FLIGHT));
        assert!(!has_room(6, 6, 0));
    }

    #[test]
    fn an_error_ends_the_run_early() {
        for n_threads in [1, 2] {
            let pool = Pool::new(NonZero::new(n_threads)).unwrap();
            let mut n_units = 0;
            let units = std::iter::repeat_with(|| {
                n_units += 1;
                Number(1)
            });
            let outcome = ordered(&pool, units, |_| (), |()| Err(Error::TooMany { what: "x" }));
            assert!(outcome.is_err());
            assert!(n_units <= 6);
        }
    }

    #[test]
    fn a_panic_of_a_worker_goes_on_in_the_calling_thread() {
        let pool = Pool::new(NonZero::new(2)).unwrap();
        let fails_at_seven = |Number(n): Number| assert_ne!(n, 7, "on purpose");
        let run = || ordered(&pool, (0..50).map(Number), fails_at_seven, |()| Ok(()));
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    }
}
