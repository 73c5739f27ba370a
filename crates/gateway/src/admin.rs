//! The admin token: given, remembered, or minted.

use std::{fmt, fs, io, path::Path};

use gate_console::AdminToken;
use uuid::Uuid;

use crate::private;

const FILE: &str = "admin-token.sha256";

/// The token, and what its holder must be told.
#[derive(Debug)]
pub(crate) struct Admin {
    pub(crate) token: AdminToken,
    pub(crate) origin: AdminTokenOrigin,
}

/// Where the admin token came from.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AdminTokenOrigin {
    /// From the one who built the gateway.
    Given,
    /// Minted at an earlier start, and printed then; only its hash was kept.
    Remembered,
    /// Minted now. It is shown this once: only its hash is kept.
    Minted(String),
}

/// Shows no token.
impl fmt::Debug for AdminTokenOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Given => "Given",
            Self::Remembered => "Remembered",
            Self::Minted(_) => "Minted(***)",
        })
    }
}

impl Admin {
    pub(crate) fn find(given: Option<&str>, data_dir: &Path) -> io::Result<Self> {
        if let Some(secret) = given {
            return Ok(Self { token: AdminToken::of(secret), origin: AdminTokenOrigin::Given });
        }
        let file = data_dir.join(FILE);
        match fs::read_to_string(&file) {
            Ok(hash) => {
                let token = parse(hash.trim()).ok_or_else(|| {
                    let why = format!("{FILE} holds no hash: delete it to have a new token");
                    io::Error::new(io::ErrorKind::InvalidData, why)
                })?;
                Ok(Self { token, origin: AdminTokenOrigin::Remembered })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::mint(&file),
            Err(error) => Err(error),
        }
    }

    fn mint(file: &Path) -> io::Result<Self> {
        // Two random UUIDs are 244 bits from the system's generator.
        let secret = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let token = AdminToken::of(&secret);
        let hash: String = token.hash().iter().map(|byte| format!("{byte:02x}")).collect();
        private::replace(file, hash.as_bytes())?;
        Ok(Self { token, origin: AdminTokenOrigin::Minted(secret) })
    }
}

fn parse(hash: &str) -> Option<AdminToken> {
    if hash.len() != 64 || !hash.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&hash[at..at + 2], 16).ok()?;
    }
    Some(AdminToken::from_hash(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minted_token_is_shown_once_and_remembered_as_a_hash() {
        let dir = tempfile::tempdir().unwrap();
        let first = Admin::find(None, dir.path()).unwrap();
        let AdminTokenOrigin::Minted(secret) = &first.origin else { panic!("not minted") };
        assert!(!format!("{first:?}").contains(secret));

        let again = Admin::find(None, dir.path()).unwrap();
        assert_eq!(again.origin, AdminTokenOrigin::Remembered);
        assert!(again.token.is(secret));
        let kept = fs::read_to_string(dir.path().join(FILE)).unwrap();
        assert!(!kept.contains(secret));

        fs::write(dir.path().join(FILE), "nonsense").unwrap();
        assert!(Admin::find(None, dir.path()).unwrap_err().to_string().contains("delete it"));
        assert!(Admin::find(Some("given"), dir.path()).unwrap().token.is("given"));
    }
}
