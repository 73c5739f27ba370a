//! Which failures say that the index itself is of no use.

use super::super::open::code;

/// Whether it must be built anew. What may pass is none: a lock, a full disk, a file that cannot be reached.
pub(super) fn is_damage(error: &sqlx::Error) -> bool {
    // A table that should be there is not; corrupt; a constraint; a mismatch; no database.
    const DAMAGE: [u32; 5] = [1, 11, 19, 20, 26];
    match error {
        sqlx::Error::Database(_) => code(error).is_none_or(|code| DAMAGE.contains(&code)),
        // What is in it cannot be read.
        sqlx::Error::RowNotFound | sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => true,
        _ => false,
    }
}
