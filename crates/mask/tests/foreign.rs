//! What forms say in other languages than English, and beside it the nearest secrets.

mod marked;

use marked::{check_all, check_all_in, json, plain, stays};

#[test]
fn words_for_a_secret() {
    stays(&[
        r#"{"secret":"Sekret","password":"Şifre","private_key":"Nyckel","clientSecret":"Tajemství"}"#,
        r#"{"secret":"Hemlighet","tr":{"secret":"Gizli"},"de":{"credential":"Zugangsdaten"}}"#,
        "secret: Hemlighet\npassword: Şifre\n",
    ]);
    check_all_in(
        &[plain, json],
        &[
            r#"{"secret":"⟦sekret⟧","password":"⟦Sunshine⟧","private_key":"⟦nyckel⟧"}"#,
            r#"{"secret":"⟦Sekret7⟧","password":"⟦GIZLI⟧","clientSecret":"⟦Gizlix⟧"}"#,
        ],
    );
}

#[test]
fn labels_of_what_nobody_chooses_a_word_for() {
    stays(&[
        r#"{"cookie":"Cookie-Einstellungen","token":"Sleutel","session":"Istunto","pin":"Tunnusluku"}"#,
        r#"{"cookie":"Témoins","credentials":"Identifiants","token":"Żeton","otp":"Einmalcode"}"#,
        r#"{"cookie":"T\u00e9moins","token":"Belirte\u00e7"}"#,
        "label.token=Jeton\ntoken: Gettone\n",
    ]);
    check_all_in(
        &[plain, json],
        &[
            r#"{"token":"⟦sleutel⟧","session":"⟦TunnusLuku⟧","credentials":"⟦Tunnus9luku⟧"}"#,
            r#"{"userToken":"⟦Żeton-Marmalade⟧","token":"⟦Marmalade-Orchid⟧","session":"⟦Marmalade⟧"}"#,
        ],
    );
    check_all(&["TOKEN=⟦Marmalade⟧\n"]);
}

#[test]
fn sentences_with_a_number() {
    stays(&[
        r#"{"password":"Le mot de passe doit contenir au moins 8 caractères."}"#,
        r#"{"password":"Das Passwort muss mindestens 8 Zeichen lang sein."}"#,
        r#"{"password":"Пароль должен содержать не менее 12 символов."}"#,
        r#"{"password":"密码必须至少8个字符","otp_secret":"密码长度必须为8-20个字符。"}"#,
    ]);
    check_all_in(
        &[plain, json],
        &[
            r#"{"password":"⟦J'ai mangé 3 pommes hier soir.⟧","secret":"⟦Тихий лес 7 волков и 3 сов.⟧"}"#,
            r#"{"password":"⟦Le chat 58213 noir à Paris.⟧"}"#,
            r#"{"password":"⟦Été2024!⟧","secret":"⟦密码8⟧"}"#,
            r#"{"password":"⟦Le mot8caractères à Paris.⟧"}"#,
            r#"{"password":"⟦密码必须至少123456个字符⟧"}"#,
        ],
    );
}

#[test]
fn a_small_word_that_goes_on_was_chosen() {
    for word in ["senhaforte", "geheimabcd", "contraseñaabcd", "geheimnisABCD"] {
        check_all_in(&[plain], &[&format!("{{\"password\":\"⟦{word}⟧\"}}")]);
    }
    for word in ["contraseña", "wachtwoord", "wachtwoorden", "Passwortwiederholung"] {
        stays(&[&format!("{{\"password\":\"{word}\"}}")]);
    }
}
