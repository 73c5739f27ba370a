//! Keys in files and in the environment.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod children;

use std::{fs, path::Path};

use gate_seal::{MasterKey, SealError, SealErrorKind};

const KEY: &str = concat!("000102030405060708090a0b0c0d0e0f", "101112131415161718191a1b1c1d1e1f");

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn error(path: &Path) -> SealError {
    MasterKey::from_file(path).unwrap_err()
}

#[test]
#[cfg(unix)]
fn only_its_owner_may_be_able_to_read_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("seal.key");
    fs::write(&path, KEY).unwrap();
    for good in [0o600, 0o400] {
        set_mode(&path, good);
        assert_eq!(MasterKey::from_file(&path).unwrap().id(), MasterKey::parse(KEY).unwrap().id());
    }
    for bad in [0o644, 0o640, 0o604, 0o660, 0o620, 0o602, 0o700, 0o4600] {
        set_mode(&path, bad);
        let error = error(&path);
        assert_eq!(error.kind(), SealErrorKind::ExposedKey);
        let shown = path.display();
        let want = format!(
            "{shown}: its mode is {bad:04o}, and a key's must be 0600 or 0400; do: chmod 600 '{shown}'"
        );
        assert_eq!(error.to_string(), want);
    }
}

/// Needs to be able to give files away.
#[test]
#[cfg(unix)]
fn it_must_be_ours() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("seal.key");
    MasterKey::mint(&path).unwrap();
    if std::os::unix::fs::chown(&path, Some(12_345), None).is_err() {
        return;
    }
    let error = error(&path);
    assert_eq!(error.kind(), SealErrorKind::ExposedKey);
    assert!(error.to_string().contains("it belongs to user 12345"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_link_is_followed_to_the_mode_that_counts() {
    let directory = tempfile::tempdir().unwrap();
    let (path, link) = (directory.path().join("seal.key"), directory.path().join("link"));
    MasterKey::mint(&path).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(MasterKey::from_file(&link).is_ok());
    set_mode(&path, 0o644);
    assert_eq!(error(&link).kind(), SealErrorKind::ExposedKey);
    // One that leads nowhere is not a place to mint at.
    fs::remove_file(&path).unwrap();
    assert!(MasterKey::load_or_mint(&link).is_err());
    assert!(!path.exists());
}

#[test]
fn what_is_no_key_is_said_and_not_shown() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("seal.key");
    let key_and_more = format!("{KEY}{}hunter2", " ".repeat(2000)).into_bytes();
    let wrong: [&[u8]; 5] = [b"", b"hunter2\n", b"\xff\xfe\xfd", &key_and_more, &KEY.as_bytes()[..63]];
    for content in wrong {
        let _ = fs::remove_file(&path);
        MasterKey::mint(&path).unwrap();
        fs::write(&path, content).unwrap();
        let error = error(&path);
        assert_eq!(error.kind(), SealErrorKind::BadKey);
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains("seal.key") && !shown.contains("hunter2") && !shown.contains("0102"),
            "{shown}"
        );
        // And what is there is not minted over.
        assert_eq!(MasterKey::load_or_mint(&path).unwrap_err().kind(), SealErrorKind::BadKey);
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    let error = error(directory.path());
    assert!(matches!(error.kind(), SealErrorKind::BadKey | SealErrorKind::Io), "{error}");
}

#[test]
fn no_file_is_an_error_of_the_disk() {
    let directory = tempfile::tempdir().unwrap();
    let error = error(&directory.path().join("seal.key"));
    assert_eq!(error.kind(), SealErrorKind::Io);
    assert!(std::error::Error::source(&error).is_some());
    // Directories are not made: a mistyped path would have a key minted in it.
    assert!(MasterKey::load_or_mint(directory.path().join("none").join("seal.key")).is_err());
}

#[test]
fn a_minted_key_is_private_and_stays() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("seal.key");
    let key = MasterKey::mint(&path).unwrap();
    #[cfg(unix)]
    assert_eq!(mode(&path), 0o600);
    assert_eq!(MasterKey::mint(&path).unwrap_err().kind(), SealErrorKind::Io);
    assert_eq!(MasterKey::load_or_mint(&path).unwrap().id(), key.id());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "something was left beside it");
}

#[test]
fn processes_that_mint_at_once_agree() {
    if children::number().is_some() {
        let key = MasterKey::load_or_mint(std::env::var_os("SEAL_TEST_PATH").unwrap()).unwrap();
        return children::answer(&key.id().to_string());
    }
    for _ in 0..5 {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("seal.key");
        let variables = [("SEAL_TEST_PATH", path.clone().into())];
        let ids = children::run("processes_that_mint_at_once_agree", 8, &variables);
        let key = MasterKey::from_file(&path).unwrap();
        assert_eq!(ids, vec![key.id().to_string(); 8]);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "something was left beside it");
    }
}

#[test]
fn threads_that_mint_at_once_agree() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("seal.key");
    let barrier = std::sync::Barrier::new(16);
    let ids: Vec<_> = std::thread::scope(|scope| {
        let mint = || {
            barrier.wait();
            MasterKey::load_or_mint(&path).unwrap().id()
        };
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(mint)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]));
}

#[test]
fn the_environment_may_hold_one() {
    if children::number().is_some() {
        return answer_with_key_of_environment();
    }
    let with = |value: &str| {
        let variables = [("SEAL_TEST_KEY", value.into())];
        children::run("the_environment_may_hold_one", 1, &variables).remove(0)
    };
    assert_eq!(with(KEY), MasterKey::parse(KEY).unwrap().id().to_string());
    assert_eq!(with(""), "SEAL_TEST_KEY: not a key: it is empty");
    let none = "SEAL_TEST_KEY: not a key: 32 bytes are needed, as 64 hexadecimal digits or as base64";
    assert_eq!(with("hunter2"), none);
    assert!(MasterKey::from_env("SEAL_TEST_KEY").unwrap().is_none());
}

#[test]
#[cfg(unix)]
fn the_environment_may_hold_no_text() {
    use std::os::unix::ffi::OsStringExt as _;

    if children::number().is_some() {
        return answer_with_key_of_environment();
    }
    let variables = [("SEAL_TEST_KEY", std::ffi::OsString::from_vec(b"hunter2\xff".to_vec()))];
    let answers = children::run("the_environment_may_hold_no_text", 1, &variables);
    assert_eq!(answers, ["SEAL_TEST_KEY: not a key: not text"]);
}

fn answer_with_key_of_environment() {
    match MasterKey::from_env("SEAL_TEST_KEY") {
        Ok(key) => children::answer(&key.expect("it is set").id().to_string()),
        Err(error) => {
            assert!(!format!("{error:?}").contains("hunter2"));
            children::answer(&error.to_string());
        }
    }
}
