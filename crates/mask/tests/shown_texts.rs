//! Files of the texts that a program shows, in any language: told by the texts beside a value. Records that look
//! nearly the same keep their passwords.

mod marked;

use marked::{check_all_in, plain, stays};

#[test]
fn names_that_are_sentences() {
    let texts = [
        "  \"Sign in with my passphrase\": \"Accedi con la mia frase segreta\",\n",
        "  \"Delete my precious passwords\" : \"Elimina le mie preziose password\",\n",
        "  \"Secret\": \"tajný\",\n",
    ];
    for text in texts {
        let file = format!(
            "{{\n  \"An error occurred\": \"Si è verificato un errore\",\n  \"Select a file\": \"Seleziona file\",\n  \
             \"Starting the export\": \"Avvio esportazione\",\n{text}  \"File read.\": \"File letto.\",\n  \
             \"Please wait a moment\": \"Attendere prego\"\n}}\n"
        );
        check_all_in(&[plain], &[&file]);
    }
    check_all_in(
        &[plain],
        &[
            "{\n  \"An error occurred\": \"Si è verificato un errore\",\n  \"Select a file\": \"Seleziona file\",\n  \
           \"Starting the export\": \"Avvio esportazione\",\n  \"New password\": \"⟦Zk81x4Qab⟧\",\n  \
           \"File read.\": \"File letto.\"\n}\n",
            "{\n  \"name\": \"Ada Lovelace\",\n  \"city\": \"London\",\n  \"password\": \"⟦Sunshine⟧\",\n  \
           \"note\": \"She likes to read.\",\n  \"motto\": \"We can do it.\"\n}\n",
        ],
    );
}

#[test]
fn titles_and_sentences_of_settings() {
    check_all_in(
        &[plain],
        &[
            "[mail]\nactivate_account=Please activate your account\nactivate_email=Verify your email address\n\
             reset_password=Stel je wachtwoord opnieuw in\nregister_success=Registration successful, welcome\n\
             register_notify=Welcome on board\n\n[modal]\nyes=Yes\nno=No\n",
            "two_factor_reused=The passcode has already been used!\nverify=Verify\n\
             view_recovery_codes=View and save <a href=\"%s%s\">your recovery codes</a> in a safe place.\n\
             two_factor_http=You are no longer able to use it. Please create one.\n\
             two_factor_enable=Enable it now\nscan=Please scan the image:\n",
            "\"common_people\" = \"Osobe\";\n\"common_or\" = \"ili\";\n\"common_password\" = \"Zaporka\";\n\
             \"common_link\" = \"Stalna poveznica\";\n\"common_check\" = \"Provjerite svoju vezu\";\n\
             \"common_wait\" = \"Pričekajte...\";\n\"common_sure\" = \"Jeste li sigurni da želite završiti?\";\n",
        ],
    );
    check_all_in(
        &[plain],
        &[
            "[mail]\nhost=mail.example.com\nport=587\nfrom=Ada\nreset_password=⟦Stellar⟧\nuser=ada\n\n[db]\nname=shop\n",
            "\"db_host\" = \"db.local\";\n\"db_user\" = \"shop\";\n\"db_password\" = \"⟦Zaporka⟧\";\n\
             \"db_name\" = \"Shop\";\n\"db_note\" = \"This is ours.\";\n",
        ],
    );
}

#[test]
fn escaped_letters_among_texts() {
    check_all_in(
        &[plain],
        &[
            "{\n  \"oauth_redirect_url\": \"P\\u0159esm\\u011brovat URL adresu\",\n  \
             \"oauth_client_secret\": \"Tajn\\u00e9\",\n  \"oauth_create\": \"Vytvo\\u0159it nov\\u00e9ho klienta\",\n  \
             \"oauth_edit\": \"Upravit klienta\",\n  \"oauth_help\": \"N\\u011bco va\\u0161i d\\u016fv\\u011b.\"\n}\n",
            "{\n  \"id\": 7,\n  \"oauth_client_secret\": \"⟦Tajn\\u00e9⟧\",\n  \"port\": 8080,\n  \"host\": \"db.local\"\n}\n",
        ],
    );
}

#[test]
fn objects_of_texts() {
    check_all_in(
        &[plain],
        &[
            "{\"secrets\": {\"add\": \"Ajouter un secret\", \"created\": \"Secret global crée\", \"name\": \"Nom\", \
             \"events\": {\"events\": \"Disponible\"}, \"none\": \"Il n'y a pas de secrets globaux.\"}}",
            "{\"secrets\": {\"add\": \"⟦correct horse battery⟧\", \"b\": \"⟦staple wide ocean⟧\", \"c\": \"⟦Zk81x4Qab⟧\", \
             \"d\": \"⟦swordfish two three⟧\"}}",
        ],
    );
    stays(&[
        "{\"privateKey\": {\"@id\": \"sec:privateKey\", \"@type\": \"@id\"}}",
        "docs = [\"sphinx (>=1.6)\", \"theme (>=1.2.0)\"]\ntotp = [\"cryptography\"]\n",
    ]);
    check_all_in(&[plain], &["docs = [\"a\", \"b\"]\nsecrets = [\"⟦x9Kq2mVb7Lw4Zt⟧\"]\n"]);
}
