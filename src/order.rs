//! Putting things after what they read, and finding the rings in which that cannot be done.

use crate::invariant::{Always, broken};

const ONE_OF_ALL: &str = "what is met is one of the numbers";

/// The numbers of `reads` in an order in which each stands after those it reads, and the rings: the sets of
/// numbers that read each other, directly or not.
///
/// What is in a ring is left out of the order; what merely reads a ring is not. The time is linear (Tarjan's
/// strongly connected components), and the stack its own, so that no chain is too long.
pub(crate) fn sorted(reads: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut walk = Walk {
        reads,
        seen: vec![Seen { at: None, low: 0, open: false }; reads.len()],
        count: 0,
        members: Vec::new(),
        order: Vec::new(),
        rings: Vec::new(),
    };
    for start in 0..reads.len() {
        walk.from(start);
    }
    (walk.order, walk.rings)
}

/// What is known of a number.
#[derive(Clone, Copy)]
struct Seen {
    /// When it was first met.
    at: Option<usize>,
    /// The earliest met that it leads back to.
    low: usize,
    /// Its ring is not closed yet.
    open: bool,
}

struct Walk<'a> {
    reads: &'a [Vec<usize>],
    seen: Vec<Seen>,
    count: usize,
    /// Those whose ring is not closed yet.
    members: Vec<usize>,
    order: Vec<usize>,
    rings: Vec<Vec<usize>>,
}

impl Walk<'_> {
    fn from(&mut self, start: usize) {
        let mut stack = Vec::new();
        self.open(start, &mut stack);
        while let Some((node, next)) = stack.last_mut() {
            let node = *node;
            let read = self.reads.get(node).always(ONE_OF_ALL).and_then(|reads| reads.get(*next)).copied();
            *next += 1;
            let Some(read) = read else {
                stack.pop();
                self.close(node);
                if let Some((above, _)) = stack.last() {
                    // What is read leads back to what was met first, at the widest.
                    let low = self.seen.get(node).map(|seen| seen.low).or_widest(ONE_OF_ALL, || 0);
                    self.lead_back(*above, low);
                }
                continue;
            };
            match self.seen.get(read) {
                Some(Seen { at: None, .. }) => self.open(read, &mut stack),
                Some(Seen { at: Some(at), open: true, .. }) => self.lead_back(node, *at),
                Some(Seen { open: false, .. }) => {}
                // What reads it cannot be put after it.
                None => {
                    broken(ONE_OF_ALL, ());
                    self.rings.push(vec![node]);
                }
            }
        }
    }

    fn open(&mut self, node: usize, stack: &mut Vec<(usize, usize)>) {
        if let Some(seen) = self.seen.get_mut(node).always(ONE_OF_ALL).filter(|seen| seen.at.is_none()) {
            *seen = Seen { at: Some(self.count), low: self.count, open: true };
            self.count += 1;
            self.members.push(node);
            stack.push((node, 0));
        }
    }

    fn lead_back(&mut self, node: usize, low: usize) {
        if let Some(seen) = self.seen.get_mut(node).always(ONE_OF_ALL) {
            seen.low = seen.low.min(low);
        }
    }

    /// All that `node` reads is known: when it leads back to nothing before it, its ring is closed.
    fn close(&mut self, node: usize) {
        if self.seen.get(node).always(ONE_OF_ALL).is_none_or(|seen| seen.at != Some(seen.low)) {
            return;
        }
        let from = self.members.iter().rposition(|member| *member == node);
        let from = from.or_widest("what is closed was met", || 0);
        let mut ring = self.members.split_off(from);
        for member in &ring {
            if let Some(seen) = self.seen.get_mut(*member).always(ONE_OF_ALL) {
                seen.open = false;
                seen.low = usize::MAX;
            }
        }
        let reads_itself = self.reads.get(node).always(ONE_OF_ALL).is_none_or(|reads| reads.contains(&node));
        if ring.len() > 1 || reads_itself {
            ring.sort_unstable();
            self.rings.push(ring);
        } else {
            self.order.push(node);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn each_stands_after_what_it_reads() {
        assert_eq!(sorted(&[vec![2], vec![0], vec![]]), (vec![2, 0, 1], vec![]));
    }

    #[test]
    fn a_ring_is_found_once_and_its_readers_stay() {
        // 0 reads 1, 1 and 2 read each other
        assert_eq!(sorted(&[vec![1], vec![2], vec![1]]), (vec![0], vec![vec![1, 2]]));
        assert_eq!(sorted(&[vec![0]]), (vec![], vec![vec![0]]));
    }

    #[test]
    fn long_chains_and_rings_take_no_more_than_their_length() {
        let length = 50_000;
        let chain: Vec<Vec<usize>> = (1..=length).map(|next| if next < length { vec![next] } else { vec![] }).collect();
        assert_eq!(sorted(&chain).0.first(), Some(&(length - 1)));
        let back: Vec<Vec<usize>> = (1..=length).map(|next| vec![0, next % length]).collect();
        assert_eq!(sorted(&back).1.len(), 1);
    }
}
