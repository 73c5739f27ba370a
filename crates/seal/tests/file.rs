//! The file of sealed values: what it keeps, what it refuses, and what survives.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod children;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use gate_seal::{MasterKey, SealErrorKind, SealedFile, Sealer, Secret};
use serde_json::{Value, json};
use tempfile::TempDir;

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn key() -> MasterKey {
    MasterKey::generate().unwrap()
}

struct Place {
    directory: TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("credentials.json");
    Place { directory, path }
}

impl Place {
    fn file(&self, key: &MasterKey) -> SealedFile {
        SealedFile::new(&self.path, Sealer::new(key.clone()))
    }

    fn read(&self) -> BTreeMap<String, Value> {
        serde_json::from_slice(&fs::read(&self.path).unwrap()).unwrap()
    }

    fn edit(&self, edit: impl FnOnce(&mut BTreeMap<String, Value>)) {
        let mut entries = self.read();
        edit(&mut entries);
        fs::write(&self.path, serde_json::to_vec(&entries).unwrap()).unwrap();
    }
}

fn value(file: &SealedFile, name: &str) -> Option<String> {
    file.get(name).unwrap().map(|secret| secret.expose().to_owned())
}

fn kind(file: &SealedFile, name: &str) -> SealErrorKind {
    file.get(name).unwrap_err().kind()
}

#[test]
fn keeps_what_it_is_given() {
    let (place, key) = (place(), key());
    let file = place.file(&key);
    assert!(file.names().unwrap().is_empty() && file.get("a").unwrap().is_none());
    file.set("b", &secret("two")).unwrap();
    file.set("a", &secret("one")).unwrap();
    file.set("a", &secret("another one")).unwrap();
    file.set("", &secret("")).unwrap();

    let file = place.file(&key);
    assert_eq!(file.names().unwrap(), ["", "a", "b"]);
    assert_eq!(value(&file, "a").as_deref(), Some("another one"));
    assert_eq!(value(&file, "b").as_deref(), Some("two"));
    assert_eq!(value(&file, "").as_deref(), Some(""));
    assert!(file.remove("b").unwrap() && !file.remove("b").unwrap() && !file.contains("b").unwrap());
    assert!(file.problems().unwrap().is_empty());

    file.change([("c", Some(&secret("three"))), ("a", None), ("none", None)]).unwrap();
    assert_eq!(file.names().unwrap(), ["", "c"]);
}

#[test]
fn removing_nothing_writes_nothing() {
    let place = place();
    let file = place.file(&key());
    assert!(!file.remove("a").unwrap());
    file.change([("a", None)]).unwrap();
    assert!(!place.path.exists());
}

#[test]
fn no_directory_is_made() {
    let place = place();
    let path = place.directory.path().join("none").join("credentials.json");
    let file = SealedFile::new(&path, Sealer::new(key()));
    assert!(file.names().unwrap().is_empty());
    let error = file.set("a", &secret("one")).unwrap_err();
    assert_eq!(error.kind(), SealErrorKind::Io);
    assert!(error.to_string().contains("credentials.json: locking: "), "{error}");
}

#[test]
#[cfg(unix)]
fn is_its_owners_alone_and_leaves_nothing_beside_it() {
    use std::os::unix::fs::MetadataExt as _;

    let place = place();
    place.file(&key()).set("a", &secret("one")).unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(place.directory.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().mode() & 0o7777, 0o600, "{entry:?}");
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["credentials.json", "credentials.json.lock"]);
}

#[test]
#[cfg(unix)]
fn a_link_to_it_stays_a_link() {
    let (place, key) = (place(), key());
    place.file(&key).set("a", &secret("one")).unwrap();
    let link = place.directory.path().join("link.json");
    std::os::unix::fs::symlink(&place.path, &link).unwrap();
    SealedFile::new(&link, Sealer::new(key.clone())).set("b", &secret("two")).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(place.file(&key).names().unwrap(), ["a", "b"]);
    assert!(!place.directory.path().join("link.json.lock").exists(), "two names, two locks");
}

#[test]
fn swapped_values_are_refused() {
    let place = place();
    let file = place.file(&key());
    file.change([("a", Some(&secret("one"))), ("b", Some(&secret("two"))), ("c", Some(&secret("three")))])
        .unwrap();
    place.edit(|entries| {
        let a = entries.insert("a".to_owned(), entries["b"].clone()).unwrap();
        entries.insert("b".to_owned(), a);
    });
    assert_eq!((kind(&file, "a"), kind(&file, "b")), (SealErrorKind::Refused, SealErrorKind::Refused));
    assert_eq!(value(&file, "c").as_deref(), Some("three"));
    let error = file.get("a").unwrap_err().to_string();
    assert!(error.contains("credentials.json, \"a\": key "), "{error}");
}

/// Each of them is an error of its own; none keeps the rest from being read, written or rotated, and all are
/// there afterwards as they were.
#[test]
fn one_bad_entry_is_one_bad_entry() {
    let (place, ours) = (place(), key());
    place.file(&key()).set("theirs", &secret("lost")).unwrap();
    let file = place.file(&ours);
    file.change([("good", Some(&secret("one"))), ("damaged", Some(&secret("two")))]).unwrap();
    let later = json!({ "sealed": [1.50, "x"], "by": "v7" });
    place.edit(|entries| {
        let mut damaged = entries["damaged"].as_str().unwrap().to_owned();
        let within = damaged.len() - 10;
        let other = if damaged[within..].starts_with('A') { "B" } else { "A" };
        damaged.replace_range(within..=within, other);
        entries.insert("damaged".to_owned(), json!(damaged));
        entries.insert("later".to_owned(), json!("v2.whatever that is"));
        entries.insert("object".to_owned(), later);
        entries.insert("plain".to_owned(), json!("hunter2"));
    });
    // To the letter: a number, for one, has more than one writing.
    let written = fs::read_to_string(&place.path).unwrap();
    assert!(written.contains("1.5,"));
    fs::write(&place.path, written.replace("1.5,", "1.50,")).unwrap();
    let before = place.read();

    assert_eq!(value(&file, "good").as_deref(), Some("one"));
    let kinds = [
        ("damaged", SealErrorKind::Refused),
        ("later", SealErrorKind::LaterVersion),
        ("object", SealErrorKind::Malformed),
        ("plain", SealErrorKind::Malformed),
        ("theirs", SealErrorKind::UnknownKey),
    ];
    for (name, want) in kinds {
        assert_eq!(kind(&file, name), want, "{name}");
        assert!(file.contains(name).unwrap());
    }
    let problems = file.problems().unwrap();
    assert_eq!(problems.iter().map(|(name, error)| (&**name, error.kind())).collect::<Vec<_>>(), kinds);
    assert!(!format!("{problems:?}").contains("hunter2"));

    file.set("good", &secret("another one")).unwrap();
    let rotation = file.rotate(key()).unwrap();
    assert_eq!((rotation.resealed, rotation.left.len()), (1, kinds.len()));
    assert_eq!(value(&file, "good").as_deref(), Some("another one"));
    let after = place.read();
    for (name, _) in kinds {
        assert_eq!(after[name], before[name], "{name}");
    }
    assert!(fs::read_to_string(&place.path).unwrap().contains(r#"{"by":"v7","sealed":[1.50,"x"]}"#));
}

#[test]
fn what_cannot_be_read_is_not_written_to() {
    let place = place();
    let file = place.file(&key());
    for content in
        ["", "{", "{\n\"a\": hunter2\n}", "\"hunter2\"", "[]", "{\"a\": \"x\", \"a\": \"y\"}", "\u{0}"]
    {
        fs::write(&place.path, content).unwrap();
        let errors = [
            file.get("a").unwrap_err(),
            file.names().unwrap_err(),
            file.contains("a").unwrap_err(),
            file.problems().unwrap_err(),
            file.set("a", &secret("one")).unwrap_err(),
            file.remove("a").unwrap_err(),
            file.rotate(key()).unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), SealErrorKind::UnreadableFile);
            let shown = format!("{error} {error:?}");
            assert!(shown.contains("credentials.json") && !shown.contains("hunter2"), "{shown}");
        }
        assert_eq!(fs::read_to_string(&place.path).unwrap(), content);
    }
    fs::write(&place.path, "{\n\"a\": oops\n}").unwrap();
    let error = file.get("a").unwrap_err().to_string();
    assert!(error.ends_with("credentials.json: line 2, column 6: this is not JSON"), "{error}");
}

#[test]
fn a_file_that_would_be_too_large_is_not_written() {
    let place = place();
    let file = place.file(&key());
    file.set("a", &secret("one")).unwrap();
    let error = file.set("b", &secret(&"x".repeat(4 << 20))).unwrap_err();
    assert_eq!(error.kind(), SealErrorKind::UnreadableFile);
    assert_eq!(file.names().unwrap(), ["a"]);
}

#[test]
fn rotates_all_at_once_and_opens_with_both_keys() {
    let (place, old, new) = (place(), key(), key());
    let file = place.file(&old);
    for number in 0..20 {
        file.set(&format!("name {number}"), &secret(&format!("value {number}"))).unwrap();
    }
    let before = place.read();
    let rotation = file.rotate(new.clone()).unwrap();
    assert_eq!((rotation.resealed, rotation.left.len()), (20, 0));
    for (name, text) in place.read() {
        assert!(text.as_str().unwrap().starts_with(&format!("v1.{}.", new.id())), "{name}");
        assert_ne!(text, before[&name]);
    }
    // A process that has the old key alone is told which one it takes.
    let error = place.file(&old).get("name 7").unwrap_err().to_string();
    assert!(error.ends_with(&format!("sealed with key {}, this is key {}", new.id(), old.id())), "{error}");
    // What such a process still writes is read here, and what is written here is sealed with the new key.
    place.file(&old).set("late", &secret("late")).unwrap();
    file.set("new", &secret("new")).unwrap();
    assert_eq!(value(&file, "late").as_deref(), Some("late"));
    assert_eq!(value(&place.file(&new), "new").as_deref(), Some("new"));
    assert_eq!(value(&place.file(&new), "name 7").as_deref(), Some("value 7"));
    // And again, with that one in it.
    assert_eq!(file.rotate(new.clone()).unwrap().resealed, 22);
    assert!(place.file(&new).problems().unwrap().is_empty());
}

#[test]
fn a_failed_rotation_changes_nothing() {
    let (place, old, new) = (place(), key(), key());
    let file = place.file(&old);
    file.set("a", &secret("one")).unwrap();
    let good = fs::read(&place.path).unwrap();
    fs::write(&place.path, "{").unwrap();
    assert!(file.rotate(new).is_err());
    fs::write(&place.path, good).unwrap();
    assert_eq!(value(&file, "a").as_deref(), Some("one"));
    file.set("b", &secret("two")).unwrap();
    assert_eq!(value(&place.file(&old), "b").as_deref(), Some("two"));
}

#[test]
fn readers_and_writers_get_along_with_rotations() {
    let (place, first) = (place(), key());
    let file = place.file(&first);
    file.set("a", &secret("one")).unwrap();
    std::thread::scope(|scope| {
        let rotation = scope.spawn(|| {
            for _ in 0..20 {
                file.rotate(key()).unwrap();
            }
        });
        let writer = scope.spawn(|| {
            for number in 0..20 {
                file.set(&format!("b{number}"), &secret("two")).unwrap();
            }
        });
        while !(rotation.is_finished() && writer.is_finished()) {
            assert_eq!(value(&file, "a").as_deref(), Some("one"));
            assert!(file.problems().unwrap().is_empty());
        }
    });
    let last = file.rotate(key()).unwrap();
    assert_eq!((last.resealed, last.left.len()), (21, 0));
}

#[test]
fn no_write_of_another_process_is_lost() {
    if let Some(number) = children::number() {
        return write_as_child(&number);
    }
    let place = place();
    let key_path = place.directory.path().join("seal.key");
    let file = place.file(&MasterKey::mint(&key_path).unwrap());
    for child in 0..4 {
        file.set(&format!("shared {child}"), &secret("gone in the end")).unwrap();
    }
    let variables = [("SEAL_TEST_PATH", place.path.clone().into()), ("SEAL_TEST_KEY_PATH", key_path.into())];
    let removed = children::run("no_write_of_another_process_is_lost", 4, &variables);
    assert_eq!(removed, ["true"; 4]);
    let mut want: Vec<String> =
        (0..4).flat_map(|child| (0..25).map(move |it| format!("{child}-{it}"))).collect();
    want.sort();
    assert_eq!(file.names().unwrap(), want);
    assert_eq!(value(&file, "3-24").as_deref(), Some("secret of 3-24"));
    assert!(file.problems().unwrap().is_empty());
}

fn childs_file() -> SealedFile {
    let variable = |name| std::env::var_os(name).unwrap();
    let key = MasterKey::from_file(variable("SEAL_TEST_KEY_PATH")).unwrap();
    SealedFile::new(variable("SEAL_TEST_PATH"), Sealer::new(key))
}

fn write_as_child(number: &str) {
    let file = childs_file();
    for it in 0..25 {
        let name = format!("{number}-{it}");
        file.set(&name, &secret(&format!("secret of {name}"))).unwrap();
    }
    children::answer(&file.remove(&format!("shared {number}")).unwrap().to_string());
}

/// At whatever point of a write it is killed: what it had written is there, and its lock is gone.
#[test]
fn a_killed_writer_leaves_a_whole_file() {
    if children::number().is_some() {
        return write_for_ever();
    }
    let place = place();
    let key_path = place.directory.path().join("seal.key");
    let file = place.file(&MasterKey::mint(&key_path).unwrap());
    file.set("kept", &secret(&"long ".repeat(10_000))).unwrap();
    let variables = [("SEAL_TEST_PATH", place.path.clone().into()), ("SEAL_TEST_KEY_PATH", key_path.into())];
    for round in 0..20 {
        let time = Duration::from_millis(5 + round % 5);
        children::kill_after(time, "a_killed_writer_leaves_a_whole_file", &variables);
        assert!(file.problems().unwrap().is_empty());
        assert_eq!(value(&file, "kept").map(|text| text.len()), Some(50_000));
        file.set("after", &secret("one")).unwrap();
    }
    assert!(file.contains("written").unwrap(), "it was always killed too early");
}

fn write_for_ever() {
    let file = childs_file();
    loop {
        file.set("written", &secret("one")).unwrap();
    }
}

/// Whatever the file's directory ever held, also in the middle of it all.
#[test]
fn the_canary_is_nowhere() {
    const CANARY: &str = "canary-in-a-mine-4711";
    let place = place();
    let key = MasterKey::mint(place.directory.path().join("seal.key")).unwrap();
    let file = place.file(&key);
    let mut shown = String::new();
    file.set("a", &secret(CANARY)).unwrap();
    file.set("b", &secret(&CANARY.repeat(3))).unwrap();
    shown += &format!("{file:?} {file:#?} {:?} {:?}", file.get("a"), file.names());
    look_for(CANARY, place.directory.path());
    let rotation = file.rotate(MasterKey::generate().unwrap()).unwrap();
    shown += &format!("{rotation:?} {file:?}");
    look_for(CANARY, place.directory.path());
    place.edit(|entries| {
        let b = entries["b"].clone();
        entries.insert("a".to_owned(), b);
    });
    shown += &format!("{:?} {:?} {:?}", file.get("a"), file.problems(), place.file(&key).get("b"));
    assert!(!shown.contains("canary") && !shown.contains("4711"), "{shown}");
    assert!(shown.contains("Refused") && shown.contains("UnknownKey"), "{shown}");
}

fn look_for(canary: &str, directory: &Path) {
    // As it is, and as base64 would show it at any of its three offsets.
    let needles = [canary.as_bytes(), b"Y2FuYXJ5", b"NhbmFye", b"jYW5hcn"];
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let content = fs::read(&path).unwrap();
        for needle in needles {
            assert!(!content.windows(needle.len()).any(|window| window == needle), "{path:?}");
        }
    }
}
