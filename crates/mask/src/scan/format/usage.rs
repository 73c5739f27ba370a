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
    /// What the line ends with, alone or after a user.
    AtEnd,
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
            Self::Last { flag: None, .. }
            | Self::First(_)
            | Self::AtEnd
            | Self::Setting
            | Self::Named
            | Self::Token => None,
        }
    }
}

/// What the literal of a rule ends with is no part of the name.
pub(super) fn usage(name: &[u8]) -> Option<Usage> {
    const PLACE: fn(usize) -> Usage = |place| Usage::Last { flag: None, place };
    Some(match name {
        b"mysql" | b"mysqldump" | b"mysqladmin" | b"mysqlimport" | b"mariadb" | b"mariadb-dump" | b"7z a"
        | b"7z e" | b"7z l" | b"7z u" | b"7z x" | b"7za a" | b"7za e" | b"7za l" | b"7za u" | b"7za x"
        | b"7zz a" | b"7zz e" | b"7zz l" | b"7zz u" | b"7zz x" | b"unrar e" | b"unrar l" | b"unrar p"
        | b"unrar t" | b"unrar v" | b"unrar x" => Usage::Joined(&[b"-p"]),
        b"rar a -" => Usage::Joined(&[b"-hp", b"-p"]),
        b"curl" | b"etcdctl" => Usage::User(b"-u", b':'),
        b"http -" | b"https -" => Usage::User(b"-a", b':'),
        b"splunk" => Usage::User(b"-auth", b':'),
        b"lftp -" => Usage::User(b"-u", b','),
        b"smbclient" | b"rpcclient" | b"smbget" => Usage::User(b"-U", b'%'),
        b"sshpass" | b"docker" | b"docker login" | b"mongo" | b"az sql" | b"podman login"
        | b"registry login" | b"skopeo login" | b"az login" | b"cf login" | b"acr login" | b"oc login"
        | b"mongosh" | b"mongodump" | b"mongorestore" | b"mongoexport" | b"mongoimport" | b"twine upload"
        | b"cqlsh" | b"rabbitmqadmin" | b"crane auth login" | b"oras login" | b"ibmcloud login"
        | b"poetry publish" | b"nuget add source" | b"evil-winrm" | b"crackmapexec" | b"rdesktop"
        | b"beeline -" | b"unlock-keychain" | b"create-keychain" => Usage::Flag(&[b"-p"]),
        b"redis-cli" => Usage::Flag(&[b"-a", b"--pass"]),
        b"sqlcmd" | b"unzip" | b"mosquitto_pub" | b"mosquitto_sub" | b"ipmitool" | b"tsql -" | b"isql -" => {
            Usage::Flag(&[b"-P"])
        }
        b"ssh-keygen" => Usage::Flag(&[b"-N", b"-P"]),
        b"ldapsearch" | b"ldapadd" | b"ldapmodify" | b"ldapwhoami" | b"ldapdelete" => Usage::Flag(&[b"-w"]),
        b"plink" | b"pscp" => Usage::Flag(&[b"-pw"]),
        b"xfreerdp" => Usage::Joined(&[b"/p:"]),
        b"openssl enc" => Usage::Long(&[b"-k", b"-K"]),
        b"gh secret set" => Usage::Long(&[b"-b", b"--body"]),
        b"security add-generic-password" => Usage::Long(&[b"-w"]),
        b"security import" => Usage::Long(&[b"-P"]),
        b"signtool" => Usage::Long(&[b"/p"]),
        b"schtasks" => Usage::Long(&[b"/rp", b"/RP", b"/p", b"/P"]),
        b"vercel -" | b"vercel deploy" | b"doctl auth init" | b"codecov -" => Usage::Long(&[b"-t"]),
        b"choco apikey" => Usage::Long(&[b"-k"]),
        b"kubeadm join" => Usage::Long(&[b"--certificate-key"]),
        b"ssm put-parameter" => Usage::Long(&[b"--value"]),
        b"nuget push" => Usage::Flag(&[b"-k"]),
        b"zip -" => Usage::Lettered(b'P'),
        b"sqlplus" => Usage::UserSlash,
        b"htpasswd" => Usage::Last { flag: Some(b'b'), place: 3 },
        b"rabbitmqctl add_user" | b"rabbitmqctl change_password" | b"cf auth" => PLACE(2),
        b"mc alias set" => PLACE(4),
        b"github-oauth" | b"gitlab-oauth" | b"pypi-token" => PLACE(2),
        b"http-basic" => PLACE(3),
        b"-U sa -" | b"reset-admin-password" => Usage::AFTER_FLAG,
        b"--basic-auth" | b"--auth" | b"xh -a" => Usage::First(b':'),
        // At the prompt of Redis (<https://redis.io/docs/latest/commands/auth/>).
        b"6379> AUTH" => Usage::AtEnd,
        b"bundle config" => Usage::AfterHost,
        b"aws configure set" => Usage::Named,
        b"user-secrets set" => Usage::Setting,
        b"vault login"
        | b"vault operator unseal"
        | b"kubeadm token create"
        | b"snyk auth"
        | b"cloudflared service install" => Usage::Token,
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
    // In capitals it is a name: `-u AWS`.
    if !COMMANDS.has(word) || word.iter().all(|byte| !byte.is_ascii_lowercase()) {
        return false;
    }
    // The name of a file: `.htpasswd`.
    if dashes == 0 && text[..text.len() - len].ends_with(b".") {
        return false;
    }
    // The first words of those that have two.
    static FIRST: List = List::new(&numbers([
        "7z",
        "7za",
        "7zz",
        "acr",
        "aws",
        "az",
        "bundle",
        "cf",
        "choco",
        "cloudflared",
        "codecov",
        "crane",
        "docker",
        "doctl",
        "gh",
        "http",
        "https",
        "ibmcloud",
        "isql",
        "kubeadm",
        "lftp",
        "mc",
        "nuget",
        "oc",
        "oras",
        "podman",
        "poetry",
        "rabbitmqctl",
        "rar",
        "registry",
        "security",
        "skopeo",
        "snyk",
        "ssm",
        "tsql",
        "twine",
        "unrar",
        "vercel",
        "xh",
        "zip",
    ]));
    usage(word).is_some() || FIRST.has(word)
}

/// All of them, by their first words: most words are none.
static COMMANDS: List = List::new(&numbers([
    "7z",
    "7za",
    "7zz",
    "acr",
    "aws",
    "az",
    "beeline",
    "bundle",
    "cf",
    "choco",
    "cloudflared",
    "codecov",
    "cqlsh",
    "crackmapexec",
    "crane",
    "create-keychain",
    "curl",
    "docker",
    "doctl",
    "etcdctl",
    "evil-winrm",
    "gh",
    "htpasswd",
    "http",
    "https",
    "ibmcloud",
    "ipmitool",
    "isql",
    "kubeadm",
    "ldapadd",
    "ldapdelete",
    "ldapmodify",
    "ldapsearch",
    "ldapwhoami",
    "lftp",
    "mariadb",
    "mariadb-dump",
    "mc",
    "mongo",
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
    "oras",
    "plink",
    "podman",
    "poetry",
    "pscp",
    "psexec",
    "rabbitmqadmin",
    "rabbitmqctl",
    "rar",
    "rdesktop",
    "redis-cli",
    "registry",
    "rpcclient",
    "schtasks",
    "security",
    "signtool",
    "skopeo",
    "smbclient",
    "smbget",
    "snyk",
    "splunk",
    "sqlcmd",
    "sqlplus",
    "ssh-keygen",
    "sshpass",
    "ssm",
    "tsql",
    "twine",
    "unlock-keychain",
    "unrar",
    "unzip",
    "vault",
    "vercel",
    "xfreerdp",
    "xh",
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
            let name = literal.split(['[', ' ', ',']).next().unwrap_or_default();
            let ends = ["", "pub", "sub", "a"];
            let known = ends.iter().any(|end| COMMANDS.has(format!("{name}{end}").as_bytes()));
            // Of these, one argument is looked at, or a few.
            const SHORT: &[&str] = &[
                "--auth",
                "--basic-auth",
                "-U",
                "6379>",
                "git",
                "http-basic.",
                "openssl",
                "pypi-token.",
                "reset-admin-password",
                "user-secrets",
            ];
            let short = SHORT.contains(&name);
            assert!(known || short, "{literal}");
        }
    }
}
