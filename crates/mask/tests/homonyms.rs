//! Words under a telling name that mean something else there, and beside each the nearest secret.

mod marked;

use marked::{check_all, check_all_in, json, plain, stays};

#[test]
fn tokens_of_lexers_and_of_sentences() {
    stays(&[
        r#"[{"type":"keyword","token":"const"},{"type":"identifier","token":"password"},{"type":"operator","token":"="}]"#,
        r#"[{"type":"number","token":"0x1F"},{"token":"setTimeout","kind":"function"},{"token":"foo","start":0,"end":3}]"#,
        r#"[{"token":"yesterday","pos":"ADV","offset":24},{"token":"running","dep":"nsubj"},{"ner":"B-LOC","token":"Paris"}]"#,
        "{\"token\":\"Zürich\",\"pos\":\"PROPN\"}",
    ]);
    check_all_in(
        &[plain, json],
        &[
            r#"{"type":"keyword","token":"⟦hunter2⟧"}"#,
            r#"{"type":"string","token":"⟦swordfish⟧"}"#,
            r#"{"type":"bearer","token":"⟦swordfish⟧"}"#,
            r#"{"token":"⟦swordfish⟧","pos":"checkout-3"}"#,
            r#"{"token":"⟦swordfish⟧","tag":"v1"}"#,
            r#"{"token":"⟦swordfish⟧","start":"2026-01-01","end":"2026-02-01"}"#,
        ],
    );
}

#[test]
fn pins_of_boards_and_maps() {
    stays(&[
        r#"{"pins":[{"pin":"1","name":"VCC"},{"pin":"A12","name":"PB7"},{"signal":"SPI1_SCK","pin":"14"}]}"#,
        r#"{"properties":{"pin":"red","label":"Key shop"}}"#,
    ]);
    check_all_in(
        &[plain, json],
        &[
            r#"{"pin":"⟦1234⟧","name":"VCC"}"#,
            r#"{"pin":"⟦831⟧","name":"VCC"}"#,
            r#"{"pin":"⟦A12⟧","name":"Ada"}"#,
            r#"{"pin":"⟦reds⟧"}"#,
        ],
    );
}

#[test]
fn sessions_of_people() {
    stays(&[
        r#"{"session":"Opening keynote","room":"A"}"#,
        r#"[{"session":"Physiotherapy 4 of 10"},{"session":"Workshop: token design"},{"session":"2024/2025"}]"#,
        "session: 2023-24\nterm: spring\n",
    ]);
    check_all(&[
        r#"{"session":"⟦k3J9xQ2mVb71⟧"}"#,
        r#"{"session":"⟦opening tango nine⟧"}"#,
        "session: ⟦2023-2x⟧\nterm: spring\n",
    ]);
}

#[test]
fn tokens_of_block_chains_and_counts_of_tests() {
    stays(&[
        r#"{"chainId":101,"token":"EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v","symbol":"X"}"#,
        r#"{"token_test":"36/36"}"#,
    ]);
    check_all_in(
        &[plain, json],
        &[
            r#"{"id":101,"token":"⟦EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v⟧"}"#,
            r#"{"chainId":101,"token":"⟦q8Zt4LmW1xRv7Kp3⟧"}"#,
            r#"{"token_test":"⟦36/3x6⟧"}"#,
        ],
    );
}

#[test]
fn arguments_that_are_completed() {
    stays(&[r#"{"params":{"argument":{"name":"secret","value":"bil"}}}"#]);
    check_all_in(
        &[plain, json],
        &[
            r#"{"argument":{"name":"secret","value":"⟦hunter2⟧"}}"#,
            r#"{"argument":{"name":"secret","value":"⟦swordfish⟧"}}"#,
            r#"{"variable":{"name":"secret","value":"⟦bil⟧"}}"#,
        ],
    );
}
