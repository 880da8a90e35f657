//! Chunks decided by several threads, and handed out in their order.

use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::decide::{Deciding, Done};
use super::gather::{Chunk, Gathering};
use super::{Progress, StreamError};
use crate::batch::Workspace;
use crate::invariant::Always;

/// So many chunks are under way for each thread: one at work, one that waits.
const EACH: usize = 2;

/// Decides all chunks; reading and `sink` stay with the caller's thread.
pub(super) fn run<R: BufRead, D: BufRead>(
    gathering: &mut Gathering<R, D>,
    deciding: &Deciding<'_>,
    threads: usize,
    mut sink: impl FnMut(Done) -> ControlFlow<()>,
) -> Result<Progress, StreamError> {
    let mut progress = Progress::default();
    if threads <= 1 {
        let mut workspace = Workspace::default();
        while let Some(chunk) = gathering.next()? {
            progress = chunk.progress;
            if sink(deciding.decide(chunk, &mut workspace)).is_break() {
                break;
            }
        }
        return Ok(progress);
    }
    std::thread::scope(|scope| {
        let workers: Vec<(SyncSender<Chunk>, Receiver<Done>)> = (0..threads)
            .map(|_| {
                let (jobs, taken) = sync_channel(EACH);
                let (given, done) = sync_channel(EACH);
                scope.spawn(move || {
                    let mut workspace = Workspace::default();
                    for chunk in taken {
                        if given.send(deciding.decide(chunk, &mut workspace)).is_err() {
                            break;
                        }
                    }
                });
                (jobs, done)
            })
            .collect();
        // The turns of the workers keep the order.
        let mut jobs = workers.iter().map(|(jobs, _)| jobs).cycle();
        let mut results = workers.iter().map(|(_, results)| results).cycle();
        let (mut under_way, mut end) = (0, None);
        loop {
            while under_way < threads * EACH && end.is_none() {
                match gathering.next() {
                    Ok(Some(chunk)) => {
                        if jobs.next().is_some_and(|jobs| jobs.send(chunk).is_ok()) {
                            under_way += 1;
                        } else {
                            end = Some(Err(stopped()));
                        }
                    }
                    Ok(None) => end = Some(Ok(())),
                    // What was read before is handed out first.
                    Err(error) => end = Some(Err(error)),
                }
            }
            if under_way == 0 {
                break;
            }
            // A worker stops early by a fault alone, which the end of the scope passes on.
            let Some(done) = results.next().and_then(|results| results.recv().ok()) else { return Err(stopped()) };
            under_way -= 1;
            progress = done.progress;
            if sink(done).is_break() {
                return Ok(progress);
            }
        }
        end.or_widest("a text whose chunks are all handed out has come to its end", || Err(stopped()))?;
        Ok(progress)
    })
}

fn stopped() -> StreamError {
    io::Error::other("a thread that decides has stopped").into()
}
