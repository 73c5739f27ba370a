//! Commands, and how each takes its password.

use crate::class::Bytes;
use crate::words::{List, numbers};

/// How a command takes its password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    /// `-pX`, but not `-p X`.
    Joined(&'static [u8]),
    /// `-p X`, `-pX`, `-p=X`.
    Flag(&'static [&'static [u8]]),
    /// `-k X`, `--body X`, `--body=X`, and no other flag that begins so.
    Long(&'static [&'static [u8]]),
    /// `-u user:X`, also at the end of flags in one word.
    User(&'static [u8], u8),
    /// The argument so far after the flags is `user/X@host`.
    UserSlash,
    /// The last of so many arguments that are no flags, if there is a flag with the letter.
    Last { flag: Option<u8>, place: usize },
    /// The argument after a name that is sensitive.
    Named,
    /// The first argument, if it is no flag, no setting and no word.
    Token,
}

impl Usage {
    /// A byte without which there is no password.
    pub(super) fn needs(self) -> Option<u8> {
        match self {
            Self::Joined(flag) | Self::User(flag, _) => flag.first().copied(),
            Self::Flag(_) | Self::Long(_) | Self::Last { flag: Some(_), .. } => Some(b'-'),
            Self::UserSlash => Some(b'/'),
            Self::Last { flag: None, .. } | Self::Named | Self::Token => None,
        }
    }
}

/// What the literal of a rule ends with is no part of the name.
pub(super) fn usage(name: &[u8]) -> Option<Usage> {
    Some(match name {
        b"mysql" | b"mysqldump" | b"mysqladmin" | b"mysqlimport" | b"mariadb" | b"mariadb-dump" => {
            Usage::Joined(b"-p")
        }
        b"curl" => Usage::User(b"-u", b':'),
        b"smbclient" | b"rpcclient" => Usage::User(b"-U", b'%'),
        b"sshpass" | b"docker login" | b"podman login" | b"registry login" | b"skopeo login"
        | b"az login" | b"cf login" | b"acr login" | b"oc login" | b"mongosh" | b"mongodump"
        | b"mongorestore" | b"mongoexport" | b"mongoimport" | b"twine upload" | b"cqlsh"
        | b"rabbitmqadmin" => Usage::Flag(&[b"-p"]),
        b"redis-cli" => Usage::Flag(&[b"-a", b"--pass"]),
        b"sqlcmd" | b"unzip" | b"mosquitto_pub" | b"mosquitto_sub" => Usage::Flag(&[b"-P"]),
        b"ldapsearch" | b"ldapadd" | b"ldapmodify" | b"ldapwhoami" | b"ldapdelete" => Usage::Flag(&[b"-w"]),
        b"plink" | b"pscp" => Usage::Flag(&[b"-pw"]),
        b"xfreerdp" => Usage::Joined(b"/p:"),
        b"openssl enc" => Usage::Long(&[b"-k", b"-K"]),
        b"gh secret set" => Usage::Long(&[b"-b", b"--body"]),
        b"nuget push" => Usage::Flag(&[b"-k"]),
        b"sqlplus" => Usage::UserSlash,
        b"htpasswd" => Usage::Last { flag: Some(b'b'), place: 3 },
        b"rabbitmqctl add_user" | b"rabbitmqctl change_password" => Usage::Last { flag: None, place: 2 },
        b"aws configure set" => Usage::Named,
        b"zip -P" => Usage::Last { flag: None, place: 1 },
        b"vault login" => Usage::Token,
        _ => return None,
    })
}

/// Whether another command begins here, which is looked at for itself.
pub(super) fn ends_in_command(text: &[u8]) -> bool {
    static NAME: Bytes = Bytes::alnum_and(b"-_");
    let text = text.trim_ascii_end();
    let len = text.iter().rev().take(16).take_while(|byte| NAME.has(**byte)).count();
    let dashes = text[text.len() - len..].iter().take_while(|&&byte| byte == b'-').count();
    let word = &text[text.len() - len + dashes..];
    if !COMMANDS.has(word) {
        return false;
    }
    // The name of a file: `.htpasswd`.
    if dashes == 0 && text[..text.len() - len].ends_with(b".") {
        return false;
    }
    // The first words of those that have two.
    const FIRST: &[&[u8]] = &[
        b"docker",
        b"podman",
        b"registry",
        b"skopeo",
        b"az",
        b"oc",
        b"twine",
        b"nuget",
        b"aws",
        b"rabbitmqctl",
        b"acr",
        b"cf",
        b"gh",
    ];
    usage(word).is_some() || FIRST.contains(&word)
}

/// All of them, by their first words: most words are none.
static COMMANDS: List = List::new(&numbers([
    "acr",
    "aws",
    "az",
    "cf",
    "cqlsh",
    "curl",
    "docker",
    "gh",
    "htpasswd",
    "ldapadd",
    "ldapdelete",
    "ldapmodify",
    "ldapsearch",
    "ldapwhoami",
    "mariadb",
    "mariadb-dump",
    "mongodump",
    "mongoexport",
    "mongoimport",
    "mongorestore",
    "mongosh",
    "mosquitto_pub",
    "mosquitto_sub",
    "mysql",
    "mysqladmin",
    "mysqldump",
    "mysqlimport",
    "nuget",
    "oc",
    "plink",
    "podman",
    "pscp",
    "rabbitmqadmin",
    "rabbitmqctl",
    "redis-cli",
    "registry",
    "rpcclient",
    "skopeo",
    "smbclient",
    "sqlcmd",
    "sqlplus",
    "sshpass",
    "twine",
    "unzip",
    "xfreerdp",
]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_sorted() {
        assert!(COMMANDS.is_sorted());
    }

    #[test]
    fn every_command_is_listed_by_its_first_word() {
        let rules = crate::rules::rules().filter(|rule| rule.id() == "command-password");
        for literal in rules.flat_map(|rule| rule.literals()) {
            let name = literal.split(['[', ' ']).next().unwrap_or_default();
            let ends = ["", "pub", "sub", "a"];
            let known = ends.iter().any(|end| COMMANDS.has(format!("{name}{end}").as_bytes()));
            // Of these, one argument is looked at.
            let short = matches!(name, "vault" | "zip" | "openssl");
            assert!(known || short, "{literal}");
        }
    }
}
