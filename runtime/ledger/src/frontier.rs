//! The tree of hashes over a list that only grows, computed from the leaves alone.
//!
//! It keeps the roots of the complete subtrees, at most one of each height, and nothing else. What `tree` reads
//! from the database is checked against it.

use lazaret_trial::Digest;
use tlog_tiles::{EMPTY_HASH, Hash, node_hash, record_hash, stored_hash_index};

/// The roots of the complete subtrees of a growing list, the largest first.
#[derive(Clone, Debug, Default)]
pub struct Frontier {
    roots: Vec<(u8, Hash)>,
}

impl Frontier {
    /// The frontier of a list of `size` leaves, out of the hashes that were stored for it.
    pub fn stored<E>(size: u64, mut read: impl FnMut(u64) -> Result<Hash, E>) -> Result<Self, E> {
        let mut roots = Vec::new();
        let mut begin = 0;
        for height in (0..64_u8).rev().filter(|height| size >> height & 1 == 1) {
            roots.push((height, read(stored_hash_index(height, begin >> height))?));
            begin += 1 << height;
        }
        Ok(Self { roots })
    }

    /// Adds a leaf; what must be stored for it: its own hash, then that of each subtree that it completes.
    pub fn push(&mut self, leaf: Hash) -> Vec<Hash> {
        let mut made = vec![leaf];
        let (mut height, mut hash) = (0, leaf);
        while let Some((_, left)) = self.roots.pop_if(|(other, _)| *other == height) {
            hash = node_hash(left, hash);
            height += 1;
            made.push(hash);
        }
        self.roots.push((height, hash));
        made
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev().map(|(_, hash)| *hash);
        let Some(last) = roots.next() else { return EMPTY_HASH };
        roots.fold(last, |right, left| node_hash(left, right))
    }
}

/// The root over some items (RFC 6962), which says what they are without saying it.
#[must_use]
pub fn commitment<'a>(items: impl IntoIterator<Item = &'a [u8]>) -> Digest {
    let mut frontier = Frontier::default();
    for item in items {
        frontier.push(record_hash(item));
    }
    Digest::from_bytes(frontier.root().0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaves and roots of the test vectors of RFC 6962 as they stand in the first implementation of
    /// Certificate Transparency.
    const LEAVES: [&str; 8] = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn bytes(hex: &str) -> Vec<u8> {
        let pairs = hex.as_bytes().chunks(2);
        pairs.map(|it| u8::from_str_radix(std::str::from_utf8(it).unwrap(), 16).unwrap()).collect()
    }

    #[test]
    fn the_roots_are_those_of_the_standard() {
        let leaves: Vec<Vec<u8>> = LEAVES.iter().map(|hex| bytes(hex)).collect();
        for (count, root) in (1..).zip(ROOTS) {
            let items = leaves.iter().take(count).map(Vec::as_slice);
            assert_eq!(commitment(items).hex(), root, "{count} leaves");
        }
        assert_eq!(commitment([]), Digest::of(b""));
    }

    #[test]
    fn what_is_stored_is_what_the_library_stores() {
        struct Stored(std::cell::RefCell<Vec<Hash>>);
        impl tlog_tiles::HashReader for Stored {
            fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
                let stored = self.0.borrow();
                Ok(indexes.iter().map(|index| stored[usize::try_from(*index).unwrap()]).collect())
            }
        }
        let stored = Stored(std::cell::RefCell::default());
        let mut frontier = Frontier::default();
        for number in 0..600_u64 {
            let leaf = number.to_le_bytes();
            let theirs = tlog_tiles::stored_hashes(number, &leaf, &stored).unwrap();
            assert_eq!(frontier.push(record_hash(&leaf)), theirs);
            assert_eq!(stored_hash_index(0, number), stored.0.borrow().len() as u64);
            stored.0.borrow_mut().extend(theirs);
            assert_eq!(frontier.root(), tlog_tiles::tree_hash(number + 1, &stored).unwrap());
            let read =
                |position| Ok::<_, ()>(stored.0.borrow()[usize::try_from(position).unwrap()]);
            assert_eq!(Frontier::stored(number + 1, read).unwrap().roots, frontier.roots);
        }
    }
}
