//! What ciphers leave on the stack.

use zeroize::Zeroize as _;

/// More than the frames of a cipher take, also where nothing is optimised.
const WORDS: usize = (16 << 10) / size_of::<u64>();

/// Does some work with keys and secrets, and then writes over the stack that it used.
///
/// Types that wipe themselves do so where they end up. On the way there they were moved, and each move may leave a
/// copy in a frame that is no more; so may a register that was spilled. This is no promise of the language, which
/// knows no stack: `tests/memory.rs` looks for what is left, and found the copies that this is for, in builds that
/// are not optimised.
pub(crate) fn wiped<T>(work: impl FnOnce() -> T) -> T {
    let result = below(work);
    overwrite();
    result
}

/// In a frame of its own, whatever it calls being below that.
#[inline(never)]
fn below<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn overwrite() {
    [0_u64; WORDS].zeroize();
}
