//! What a child may take: memory, processor time, and time by the clock.
//!
//! Other systems than Unix have no such limits here: a file that never ends must be ended by the user there.

#[cfg(unix)]
pub(super) use unix::{bound_memory, bound_time, wait_for, was_ended_by_time};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::os::fd::AsFd;
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};

    #[cfg(test)]
    use super::tests::are_off;

    /// Processor seconds for one file.
    const SECONDS: u64 = 60;

    /// Seconds until an answer, many times as many: other work may have the processors.
    const PATIENCE_SECONDS: i64 = 600;

    /// Bytes of address space, the stack of the reader among them.
    const MEMORY_BYTES: u64 = 3 << 30;

    #[cfg(not(test))]
    fn are_off() -> bool {
        false
    }

    /// Bounds the memory of this process, and leaves no file behind that is as large where it dies.
    pub(in super::super) fn bound_memory() -> io::Result<()> {
        if are_off() {
            return Ok(());
        }
        lower(Resource::As, MEMORY_BYTES)?;
        lower(Resource::Core, 0)
    }

    /// Bounds the processor time of this process to what it has taken, and as much as a file may take.
    pub(in super::super) fn bound_time() -> io::Result<()> {
        if are_off() {
            return Ok(());
        }
        let taken = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
        lower(Resource::Cpu, u64::try_from(taken).unwrap_or_default() + SECONDS)
    }

    /// Sets a limit, which stays below what the system allows.
    fn lower(resource: Resource, limit: u64) -> io::Result<()> {
        let maximum = getrlimit(resource).maximum;
        let current = maximum.map_or(limit, |maximum| maximum.min(limit));
        Ok(setrlimit(resource, Rlimit { current: Some(current), maximum })?)
    }

    /// Waits until there is something to read.
    pub(in super::super) fn wait_for(answers: &impl AsFd) -> io::Result<()> {
        let timeout = Timespec { tv_sec: PATIENCE_SECONDS, tv_nsec: 0 };
        loop {
            match poll(&mut [PollFd::new(answers, PollFlags::IN)], Some(&timeout)) {
                Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
                Ok(_) => return Ok(()),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// `true` if the limit of processor time ended a child.
    pub(in super::super) fn was_ended_by_time(status: ExitStatus) -> bool {
        status.signal() == Some(Signal::XCPU.as_raw())
    }
}

#[cfg(not(unix))]
pub(super) use others::{bound_memory, bound_time, wait_for, was_ended_by_time};

#[cfg(not(unix))]
mod others {
    use std::io;
    use std::process::ExitStatus;

    /// Nothing.
    pub(in super::super) fn bound_memory() -> io::Result<()> {
        Ok(())
    }

    /// Nothing.
    pub(in super::super) fn bound_time() -> io::Result<()> {
        Ok(())
    }

    /// Nothing: the next read waits.
    pub(in super::super) fn wait_for<T>(_: &T) -> io::Result<()> {
        Ok(())
    }

    /// `false`: no limit ends a child.
    pub(in super::super) fn was_ended_by_time(_: ExitStatus) -> bool {
        false
    }
}

#[cfg(test)]
pub(super) use tests::without_limits;

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    thread_local!(static OFF: Cell<bool> = const { Cell::new(false) });

    /// `true` in a test that must not bound its process.
    pub(super) fn are_off() -> bool {
        OFF.get()
    }

    /// Does `work` in this process without its limits.
    pub(in super::super) fn without_limits<T>(work: impl FnOnce() -> T) -> T {
        OFF.set(true);
        let done = work();
        OFF.set(false);
        done
    }
}
