//! What sealing promises: it opens under its name, with its key, as it was sealed, and else not at all.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use base64ct::{Base64UrlUnpadded, Encoding as _};
use gate_seal::{MasterKey, SealErrorKind, SealedText, Sealer, Secret};
use proptest::prelude::*;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

fn sealer() -> Sealer {
    Sealer::new(MasterKey::generate().unwrap())
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

#[test]
fn no_altered_text_opens() {
    let sealer = sealer();
    let text = sealer.seal("api.token", &secret("correct horse")).unwrap().to_string();
    assert!(sealer.open("api.token", &text.parse().unwrap()).is_ok());
    let mut refused = 0;
    for index in 0..text.len() {
        // Whatever else can be put in a byte's place and leaves a text.
        for byte in (0..0x80).filter(|byte| *byte != text.as_bytes()[index]) {
            let mut altered = text.clone().into_bytes();
            altered[index] = byte;
            let altered = String::from_utf8(altered).unwrap();
            let opened = altered.parse().and_then(|text: SealedText| sealer.open("api.token", &text));
            let kind = opened.expect_err(&altered).kind();
            refused += usize::from(kind == SealErrorKind::Refused);
            assert!(
                matches!(
                    kind,
                    SealErrorKind::Malformed
                        | SealErrorKind::LaterVersion
                        | SealErrorKind::UnknownKey
                        | SealErrorKind::Refused
                ),
                "{kind:?}"
            );
        }
    }
    // Each character of the payload has 63 others in its alphabet, of which the last may have less.
    let payload = text.rsplit('.').next().unwrap().len();
    assert!(refused >= (payload - 1) * 63, "{refused}");
}

#[test]
fn no_flipped_bit_opens() {
    let sealer = sealer();
    let text = sealer.seal("api.token", &secret("correct horse")).unwrap().to_string();
    let (head, payload) = text.rsplit_once('.').unwrap();
    let payload = Base64UrlUnpadded::decode_vec(payload).unwrap();
    for bit in 0..payload.len() * 8 {
        let mut flipped = payload.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let text = format!("{head}.{}", Base64UrlUnpadded::encode_string(&flipped));
        let error = sealer.open("api.token", &text.parse().unwrap()).unwrap_err();
        assert_eq!(error.kind(), SealErrorKind::Refused, "bit {bit}");
    }
}

#[test]
fn no_shortened_text_opens() {
    let sealer = sealer();
    let text = sealer.seal("api.token", &secret("correct horse")).unwrap().to_string();
    for end in 0..text.len() {
        let opened = text[..end].parse().and_then(|text: SealedText| sealer.open("api.token", &text));
        assert!(opened.is_err(), "{end}");
    }
}

/// A key's id is authenticated, too: a text cannot be made to look as if another key had sealed it.
#[test]
fn a_text_belongs_to_its_key() {
    let [ours, theirs] = [(); 2].map(|()| MasterKey::generate().unwrap());
    let (our_id, their_id) = (ours.id().to_string(), theirs.id().to_string());
    let text = Sealer::new(theirs.clone()).seal("a", &secret("b")).unwrap().to_string();
    let both = Sealer::new(ours.clone()).with_old(theirs);
    assert_eq!(both.open("a", &text.parse().unwrap()).unwrap().expose(), "b");

    let renamed = text.replace(&their_id, &our_id).parse().unwrap();
    assert_eq!(both.open("a", &renamed).unwrap_err().kind(), SealErrorKind::Refused);
    let error = Sealer::new(ours).open("a", &text.parse().unwrap()).unwrap_err();
    assert_eq!(error.kind(), SealErrorKind::UnknownKey);
    assert_eq!(error.to_string(), format!("sealed with key {their_id}, this is key {our_id}"));
}

/// What another implementation makes of the format that the README promises.
#[test]
fn another_implementation_opens_it() {
    let bytes: [u8; 32] = std::array::from_fn(|index| index as u8);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let text =
        Sealer::new(MasterKey::parse(&hex).unwrap()).seal("api.token", &secret("correct horse")).unwrap();

    let text = text.to_string();
    let [version, id, payload] = text.split('.').collect::<Vec<_>>().try_into().unwrap();
    assert_eq!((version, id.len()), ("v1", 8));
    let mut payload = Base64UrlUnpadded::decode_vec(payload).unwrap();
    let (nonce, sealed) = payload.split_at_mut(NONCE_LEN);
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &bytes).unwrap());
    let nonce = Nonce::try_assume_unique_for_key(nonce).unwrap();
    let associated = Aad::from(format!("v1.{id}.api.token"));
    assert_eq!(key.open_in_place(nonce, associated, sealed).unwrap(), b"correct horse");
}

#[test]
fn what_can_be_printed_shows_nothing() {
    const CANARY: &str = "canary-5d41402abc";
    let key_text = "5d41402abc4b2a76".repeat(4);
    let key = MasterKey::parse(&key_text).unwrap();
    let sealer = Sealer::new(key.clone());
    let canary = secret(CANARY);
    let sealed = sealer.seal("a", &canary).unwrap();
    let shown = [
        format!("{canary:?} {canary:#?} {:?}", Some(&canary)),
        format!("{key:?} {key:#?} {sealer:?} {sealer:#?} {sealed:?} {sealed:#?} {sealed}"),
        error(sealer.open("b", &sealed)),
        error(self::sealer().open("a", &sealed)),
        error(CANARY.parse::<SealedText>()),
        error(format!("v1.{CANARY}.x").parse::<SealedText>()),
        error(format!("v1.ab12cd34.{CANARY}!").parse::<SealedText>()),
        error(MasterKey::parse(CANARY)),
        error(MasterKey::parse(&key_text.replace('5', "-"))),
    ];
    for shown in shown {
        assert!(!shown.contains("canary-") && !shown.contains("41402abc"), "{shown}");
        assert!(!shown.contains("93, 65, 64"), "the key as numbers: {shown}");
    }
}

fn error<T>(result: Result<T, gate_seal::SealError>) -> String {
    let error = result.err().expect("an error");
    format!("{error} {error:?} {error:#?}")
}

#[test]
fn may_be_shared_between_threads() {
    fn shared<T: Send + Sync + Unpin + 'static>() {}
    shared::<Secret>();
    shared::<MasterKey>();
    shared::<Sealer>();
    shared::<SealedText>();
    shared::<gate_seal::SealedFile>();
    shared::<gate_seal::SealError>();
}

proptest! {
    #[test]
    fn what_is_sealed_opens(name in any::<String>(), text in any::<String>(), other in any::<String>()) {
        let sealer = sealer();
        let sealed = sealer.seal(&name, &secret(&text)).unwrap();
        let read: SealedText = sealed.to_string().parse().unwrap();
        prop_assert_eq!(&read, &sealed);
        let opened = sealer.open(&name, &read).unwrap();
        prop_assert_eq!(opened.expose(), &text);
        if other != name {
            prop_assert_eq!(sealer.open(&other, &read).unwrap_err().kind(), SealErrorKind::Refused);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "(v[0-9]{1,3})?[.]?([0-9a-f]{8})?[.]?[A-Za-z0-9_-]{0,64}", any in any::<String>()) {
        for text in [text, any] {
            let opened = text.parse().and_then(|text: SealedText| sealer().open("a", &text));
            prop_assert!(opened.is_err());
            let _ = MasterKey::parse(&text);
        }
    }
}
