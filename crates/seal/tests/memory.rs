//! What is dropped is gone: the process looks for it in all of its own memory.
//!
//! One test, in a program of its own, since others' memory would be looked at, too.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs::{self, File},
    os::unix::fs::FileExt as _,
};

use gate_seal::{MasterKey, SealedFile, Sealer, Secret};
use zeroize::Zeroizing;

const LENGTH: usize = 48;
/// Long enough not to be there by chance; from the middle, since an allocator writes to the ends of what is freed.
const LOOKED_FOR: std::ops::Range<usize> = 17..31;

/// A text that is nowhere as a whole, until somebody writes it down.
fn letter(kind: u8, index: usize) -> u8 {
    b"acdefhkmnprstuvwxyz"[(index * index * 7 + index * usize::from(kind) + 3) % 19]
}

fn text(kind: u8) -> String {
    let mut text = String::with_capacity(LENGTH);
    (0..LENGTH).for_each(|index| text.push(char::from(letter(kind, index))));
    text
}

fn key_byte(kind: u8, index: usize) -> u8 {
    letter(kind, index).rotate_left(3) ^ index as u8
}

/// The key, from a text that is wiped here.
fn key(kind: u8) -> MasterKey {
    let mut hex = Zeroizing::new(String::with_capacity(64));
    for index in 0..32 {
        for digit in [key_byte(kind, index) >> 4, key_byte(kind, index) & 0xf] {
            hex.push(char::from_digit(digit.into(), 16).unwrap());
        }
    }
    MasterKey::parse(&hex).unwrap()
}

/// Whether all that this process can write to holds, somewhere, these bytes.
fn in_memory(byte: impl Fn(usize) -> u8) -> bool {
    let memory = File::open("/proc/self/mem").unwrap();
    // Wiped, or what is found once would be found again, in here.
    let mut buffer = Zeroizing::new(vec![0; 1 << 16]);
    let step = buffer.len() - LOOKED_FOR.len();
    let mut looked_at = 0;
    for line in fs::read_to_string("/proc/self/maps").unwrap().lines() {
        let mut fields = line.split(' ');
        let (from, to) = fields.next().unwrap().split_once('-').unwrap();
        if !fields.next().unwrap().starts_with("rw") {
            continue;
        }
        let [from, to] = [from, to].map(|address| u64::from_str_radix(address, 16).unwrap());
        for start in (from..to).step_by(step) {
            // A mapping may be gone by now; what is not backed cannot be read.
            let read = memory.read_at(&mut buffer, start).unwrap_or(0);
            looked_at += read;
            let mut windows = buffer[..read].windows(LOOKED_FOR.len());
            if windows.any(|window| window.iter().zip(LOOKED_FOR).all(|(found, index)| *found == byte(index)))
            {
                return true;
            }
        }
    }
    assert!(looked_at > 1 << 16, "there is more memory than that");
    false
}

#[test]
fn what_is_dropped_is_gone() {
    assert!(!in_memory(|index| letter(1, index)), "it was there before");
    let secret = Secret::new(text(1));
    assert!(in_memory(|index| letter(1, index)), "whoever looks must find what is there");
    let master = key(2);
    assert!(in_memory(|index| key_byte(2, index)));

    use_all(&secret, &master);
    drop((secret, master));
    assert!(!in_memory(|index| letter(1, index)), "a secret was left behind");
    assert!(!in_memory(|index| key_byte(2, index)), "a key was left behind");
    assert!(!in_memory(|index| key_byte(3, index)), "the new key was left behind");
}

/// All that a secret and a key go through.
fn use_all(secret: &Secret, master: &MasterKey) {
    let directory = tempfile::tempdir().unwrap();
    let sealer = Sealer::new(master.clone());
    let sealed = sealer.seal("a", secret).unwrap();
    assert!(sealer.open("a", &sealed).unwrap() == *secret);
    sealer.open("b", &sealed).unwrap_err();

    let file = SealedFile::new(directory.path().join("credentials.json"), sealer);
    file.set("a", &secret.clone()).unwrap();
    assert_eq!(file.rotate(key(3)).unwrap().resealed, 1);
    assert!(file.get("a").unwrap().unwrap() == *secret);

    let path = directory.path().join("seal.key");
    let minted = MasterKey::mint(&path).unwrap();
    assert_eq!(MasterKey::load_or_mint(&path).unwrap().id(), minted.id());
}
