//! Commands, and how each takes its password.

use crate::class::Bytes;
use crate::words::{List, numbers};

/// How a command takes its password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    /// `-pX`, but not `-p X`.
    Joined(&'static [&'static [u8]]),
    /// `-p X`, `-pX`, `-p=X`.
    Flag(&'static [&'static [u8]]),
    /// `-k X`, `--body X`, `--body=X`, and no other flag that begins so.
    Long(&'static [&'static [u8]]),
    /// `-P X`, also at the end of flags in one word.
    Lettered(u8),
    /// `-u user:X`, also at the end of flags in one word.
    User(&'static [u8], u8),
    /// The argument so far after the flags is `user/X@host`.
    UserSlash,
    /// The last of so many arguments that are no flags, if there is a flag with the letter.
    Last { flag: Option<u8>, place: usize },
    /// The first argument is `user:X`.
    First(u8),
    /// `user:X` after the address of a host.
    AfterHost,
    /// The argument after a name that is sensitive.
    Named,
    /// A name and its value.
    Setting,
    /// The first argument, if it is no flag, no setting and no word.
    Token,
}

impl Usage {
    /// The flag is a part of the literal.
    pub(super) const AFTER_FLAG: Self = Self::Last { flag: None, place: 1 };

    /// A byte without which there is no password.
    pub(super) fn needs(self) -> Option<u8> {
        match self {
            Self::User(flag, _) => flag.first().copied(),
            Self::Joined(flags) | Self::Flag(flags) | Self::Long(flags) => flags.first()?.first().copied(),
            Self::Lettered(_) | Self::Last { flag: Some(_), .. } => Some(b'-'),
            Self::UserSlash => Some(b'/'),
            Self::AfterHost => Some(b':'),
            Self::Last { flag: None, .. } | Self::First(_) | Self::Setting | Self::Named | Self::Token => {
                None
            }
        }
    }
}

/// What the literal of a rule ends with is no part of the name.
pub(super) fn usage(name: &[u8]) -> Option<Usage> {
    const PLACE: fn(usize) -> Usage = |place| Usage::Last { flag: None, place };
    Some(match name {
        b"mysql" | b"mysqldump" | b"mysqladmin" | b"mysqlimport" | b"mariadb" | b"mariadb-dump" | b"7z a"
        | b"7z e" | b"7z l" | b"7z u" | b"7z x" => Usage::Joined(&[b"-p"]),
        b"curl" | b"etcdctl" => Usage::User(b"-u", b':'),
        b"http -" | b"https -" => Usage::User(b"-a", b':'),
        b"lftp -" => Usage::User(b"-u", b','),
        b"smbclient" | b"rpcclient" => Usage::User(b"-U", b'%'),
        b"sshpass" | b"docker login" | b"podman login" | b"registry login" | b"skopeo login"
        | b"az login" | b"cf login" | b"acr login" | b"oc login" | b"mongosh" | b"mongodump"
        | b"mongorestore" | b"mongoexport" | b"mongoimport" | b"twine upload" | b"cqlsh"
        | b"rabbitmqadmin" | b"poetry publish" | b"nuget add source" => Usage::Flag(&[b"-p"]),
        b"redis-cli" => Usage::Flag(&[b"-a", b"--pass"]),
        b"sqlcmd" | b"unzip" | b"mosquitto_pub" | b"mosquitto_sub" | b"ipmitool" => Usage::Flag(&[b"-P"]),
        b"ldapsearch" | b"ldapadd" | b"ldapmodify" | b"ldapwhoami" | b"ldapdelete" => Usage::Flag(&[b"-w"]),
        b"plink" | b"pscp" => Usage::Flag(&[b"-pw"]),
        b"xfreerdp" => Usage::Joined(&[b"/p:"]),
        b"openssl enc" => Usage::Long(&[b"-k", b"-K"]),
        b"gh secret set" => Usage::Long(&[b"-b", b"--body"]),
        b"vercel -" | b"doctl auth init" => Usage::Long(&[b"-t"]),
        b"ssm put-parameter" => Usage::Long(&[b"--value"]),
        b"nuget push" => Usage::Flag(&[b"-k"]),
        b"zip -" => Usage::Lettered(b'P'),
        b"sqlplus" => Usage::UserSlash,
        b"htpasswd" => Usage::Last { flag: Some(b'b'), place: 3 },
        b"rabbitmqctl add_user" | b"rabbitmqctl change_password" => PLACE(2),
        b"github-oauth" | b"gitlab-oauth" | b"pypi-token" => PLACE(2),
        b"http-basic" => PLACE(3),
        b"-U sa -" => Usage::AFTER_FLAG,
        b"--basic-auth" => Usage::First(b':'),
        b"bundle config" => Usage::AfterHost,
        b"aws configure set" => Usage::Named,
        b"user-secrets set" => Usage::Setting,
        b"vault login" | b"vault operator unseal" => Usage::Token,
        _ if name.eq_ignore_ascii_case(b"psexec") => Usage::Flag(&[b"-p"]),
        _ if name.eq_ignore_ascii_case(b"nuget setapikey") => Usage::Token,
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
    static FIRST: List = List::new(&numbers([
        "7z",
        "acr",
        "aws",
        "az",
        "bundle",
        "cf",
        "docker",
        "doctl",
        "gh",
        "http",
        "https",
        "lftp",
        "nuget",
        "oc",
        "podman",
        "poetry",
        "rabbitmqctl",
        "registry",
        "skopeo",
        "ssm",
        "twine",
        "vercel",
        "zip",
    ]));
    usage(word).is_some() || FIRST.has(word)
}

/// All of them, by their first words: most words are none.
static COMMANDS: List = List::new(&numbers([
    "7z",
    "acr",
    "aws",
    "az",
    "bundle",
    "cf",
    "cqlsh",
    "curl",
    "docker",
    "doctl",
    "etcdctl",
    "gh",
    "htpasswd",
    "http",
    "https",
    "ipmitool",
    "ldapadd",
    "ldapdelete",
    "ldapmodify",
    "ldapsearch",
    "ldapwhoami",
    "lftp",
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
    "poetry",
    "pscp",
    "psexec",
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
    "ssm",
    "twine",
    "unzip",
    "vault",
    "vercel",
    "xfreerdp",
    "zip",
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
            // Of these, one argument is looked at, or a few.
            const SHORT: &[&str] =
                &["--basic-auth", "-U", "git", "http-basic.", "openssl", "pypi-token.", "user-secrets"];
            let short = SHORT.contains(&name);
            assert!(known || short, "{literal}");
        }
    }
}
