//! Rows of the second matrix are added to rows of the answer, so that all is read in its order.

/// The product of `a` (n by m) and `b` (m by p), modulo 2^32.
pub fn multiply(_n: u32, m: u32, p: u32, a: Vec<u32>, b: Vec<u32>) -> Vec<u32> {
    let (m, p) = (m as usize, p as usize);
    let mut product = Vec::with_capacity(a.len() / m * p);
    for row in a.chunks_exact(m) {
        let mut sums = vec![0u32; p];
        for (x, other) in row.iter().zip(b.chunks_exact(p)) {
            for (sum, y) in sums.iter_mut().zip(other) {
                *sum = sum.wrapping_add(x.wrapping_mul(*y));
            }
        }
        product.extend_from_slice(&sums);
    }
    product
}
