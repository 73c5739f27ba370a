//! Credentials in URLs and connection strings.

use super::Rule;
use super::Shape::Code;
use crate::scan::format::{
    braced, code, go_mysql, key, odbc, oracle, oracle_thin, signature, signature_field, stream_key, userinfo,
};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "url-userinfo",
        // Before the sign is nothing that ends a URL.
        &["[]!#-&(-;=?A-\\_a-{}~][]!#-&(-;=?A-\\_a-{}~]@[!-~]"],
        Code(userinfo),
        "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    ),
    Rule::secret(
        "url-signature",
        &["[?&;6]sig=", "[Ss]ignature="],
        Code(signature),
        "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",
    ),
    // The same as a member, or as a field of a form that uploads a file.
    Rule::secret(
        "signature-field",
        &["[zg]-[Ss]ignature[\"\'\\]"],
        Code(signature_field),
        "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html",
    ),
    Rule::secret(
        "url-code",
        &["[?&;6]code="],
        Code(code),
        "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2",
    ),
    Rule::secret(
        "url-key",
        &["[?&]key="],
        Code(key),
        "https://cloud.google.com/docs/authentication/api-keys-use",
    ),
    Rule::secret(
        "stream-key",
        &["rtmp[s:]"],
        Code(stream_key),
        "https://support.google.com/youtube/answer/9854503",
    ),
    Rule::secret(
        "odbc-password",
        &[";[Pp][Ww][Dd]=", "; PWD="],
        Code(odbc),
        "https://learn.microsoft.com/en-us/sql/odbc/reference/syntax/sqldriverconnect-function",
    ),
    Rule::secret(
        "odbc-braced-password",
        &["[Pp][Ww][Dd]={", "[Pp]assword={"],
        Code(braced),
        "https://learn.microsoft.com/en-us/sql/odbc/reference/syntax/sqldriverconnect-function",
    ),
    Rule::secret(
        "go-mysql-password",
        &["@tcp(", "@unix("],
        Code(go_mysql),
        "https://github.com/go-sql-driver/mysql#dsn-data-source-name",
    ),
    Rule::secret(
        "oracle-password",
        &["[!-~]@//[A-Za-z0-9]"],
        Code(oracle),
        "https://docs.oracle.com/en/database/oracle/oracle-database/19/netag/configuring-naming-methods.html",
    ),
    Rule::secret(
        "oracle-jdbc-password",
        &["oracle:thin:", "oracle:oci:"],
        Code(oracle_thin),
        "https://docs.oracle.com/en/database/oracle/oracle-database/19/jjdbc/data-sources-and-URLs.html",
    ),
];
