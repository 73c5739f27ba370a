//! Passwords in the configuration files of tools.

use super::Rule;
use super::Shape::{Code, Word};
use crate::scan::format::{basic_member, netrc, pgpass, stats_auth};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "netrc-password",
        &["machine ", "default login "],
        Word(netrc),
        "https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html",
    ),
    Rule::secret(
        "pgpass-password",
        &[":543[2-5]:", ":6432:", ":*:*:"],
        Code(pgpass),
        "https://www.postgresql.org/docs/current/libpq-pgpass.html",
    ),
    Rule::secret(
        "registry-auth",
        &["\"auth[\"\\]", "_auth=", "_auth = "],
        Code(basic_member),
        "https://github.com/docker/cli/blob/master/docs/reference/commandline/login.md",
    ),
    Rule::secret(
        "haproxy-stats-password",
        &["stats auth "],
        Word(stats_auth),
        "https://docs.haproxy.org/3.2/configuration.html#stats%20auth",
    ),
];
