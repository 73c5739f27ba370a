//! Words under a telling name that mean something else there, and beside each the nearest secret.

mod marked;

use marked::{becomes, check_all, check_all_in, json, plain, stays};

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

#[test]
fn contacts_of_parts_and_letters_that_are_counted() {
    stays(&[
        "<connect gate=\"A\" pin=\"1\" pad=\"P1\"/>\n<pinref part=\"S1\" gate=\"1\" pin=\"S1\"/>\n",
        "{\"pes\":14,\"phy\":98,\"pia\":41,\"pid\":11,\"pic\":12,\"pin\":588,\"pio\":72,\"pis\":10,\"pit\":15,\"por\":5,\"pra\":9}",
        "{\"läd\":14,\"läk\":98,\"psy\":41,\"pud\":11,\"hů \":12,\"psk\":239,\"pub\":72,\"poč\":10,\"prv\":15,\"pre\":5,\"pri\":9}",
    ]);
    check_all(&[
        "<user name=\"ada\" pin=\"⟦1234⟧\"/>\n",
        "<user name=\"ada\" pin=\"⟦A12⟧\"/>\n",
        "{\"id\":1,\"pin\":\"⟦5885⟧\",\"age\":33}",
    ]);
    becomes(
        "{\"id\":1,\"zip\":41,\"pin\":588,\"age\":33,\"sex\":1}",
        "{\"id\":1,\"zip\":41,\"pin\":\"***\",\"age\":33,\"sex\":1}",
    );
}

#[test]
fn sessions_and_passwords_that_are_spoken_of() {
    stays(&[
        "Beginning test session AppTests-A82144CB-A0CC-4563-953C-8937FD395D8D at 2018-11-04 10:28\n",
        "Ensure 'Domain controller: Refuse machine account password changes' is set to 'Disabled'\n",
        "* **secret:** `Asymmetric Private Key` shouldn't start with a space\n",
        "This chapter is intended to document basic OpenStack operations.\n",
    ]);
    check_all(&[
        "docker run --entrypoint htpasswd --rm httpd:2 -Bbn ada ⟦supersecret⟧ > auth/htpasswd\n",
        "htpasswd -Bbn ada ⟦supersecret⟧ > auth/htpasswd\n",
        "machine db.example login ada password ⟦hunter2⟧\n",
        "machine account login ada password ⟦hunter2⟧\n",
        "* **Password:** `⟦correct horse battery⟧`\n",
        "Authorization: Basic ⟦QWRhOk9wZW4=⟧\n",
    ]);
}
