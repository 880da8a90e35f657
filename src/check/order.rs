//! Putting things after what they read, and finding the rings in which that cannot be done.

/// The numbers of `reads` in an order in which each stands after those it reads, and the rings.
///
/// What is in a ring is left out of the order; what merely reads a ring is not.
pub(super) fn sorted(reads: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut walk = Walk { reads, state: vec![State::New; reads.len()], order: Vec::new(), rings: Vec::new() };
    for start in 0..reads.len() {
        walk.from(start);
    }
    let Walk { mut order, rings, .. } = walk;
    order.retain(|i| !rings.iter().any(|ring| ring.contains(i)));
    (order, rings)
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Walk<'a> {
    reads: &'a [Vec<usize>],
    state: Vec<State>,
    order: Vec<usize>,
    rings: Vec<Vec<usize>>,
}

impl Walk<'_> {
    /// Depth first, with a stack of its own.
    fn from(&mut self, start: usize) {
        let mut stack: Vec<(usize, usize)> = Vec::new();
        self.open(start, &mut stack);
        while let Some((node, next)) = stack.last_mut() {
            let node = *node;
            let read = self.reads.get(node).and_then(|reads| reads.get(*next)).copied();
            *next += 1;
            match read {
                Some(read) if self.state.get(read) == Some(&State::Open) => {
                    let ring: Vec<usize> =
                        stack.iter().map(|(node, _)| *node).skip_while(|node| *node != read).collect();
                    self.rings.push(ring);
                }
                Some(read) => self.open(read, &mut stack),
                None => {
                    stack.pop();
                    self.order.push(node);
                    self.set(node, State::Done);
                }
            }
        }
    }

    fn open(&mut self, node: usize, stack: &mut Vec<(usize, usize)>) {
        if self.state.get(node) == Some(&State::New) {
            self.set(node, State::Open);
            stack.push((node, 0));
        }
    }

    fn set(&mut self, node: usize, state: State) {
        if let Some(slot) = self.state.get_mut(node) {
            *slot = state;
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
}
