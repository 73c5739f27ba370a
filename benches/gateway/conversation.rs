//! The one question and the one answer, each about 1 KB, which differ from call to call in the id only.

use bytes::Bytes;

pub(crate) const TOOL: &str = "search_issues";
pub(crate) const PROTOCOL_VERSION: &str = "2026-07-28";

/// Every id has as many digits, so that every message is as long.
const FIRST_ID: u64 = 10_000_000;
pub(crate) const ID_DIGITS: usize = 8;
const ID_PLACE: &str = "@@@@@@@@";

/// What stands around the id.
pub(crate) struct Template {
    text: Vec<u8>,
    id_at: usize,
}

impl Template {
    fn new(text: String) -> Self {
        let id_at = text.find(ID_PLACE).expect("a template names the id's place");
        Self { text: text.into_bytes(), id_at }
    }

    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn with_id(&self, id: &[u8; ID_DIGITS]) -> Bytes {
        let mut text = self.text.clone();
        text[self.id_at..][..ID_DIGITS].copy_from_slice(id);
        text.into()
    }

    /// Whether `message` is this one with this id, to the byte.
    pub(crate) fn is(&self, message: &[u8], id: &[u8; ID_DIGITS]) -> bool {
        let (before, rest) = self.text.split_at(self.id_at);
        message.len() == self.text.len()
            && message.starts_with(before)
            && message[self.id_at..].starts_with(id)
            && message.ends_with(&rest[ID_DIGITS..])
    }
}

pub(crate) fn id_digits(call: u64) -> [u8; ID_DIGITS] {
    let mut left = FIRST_ID + call % (9 * FIRST_ID);
    let mut digits = [0; ID_DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (left % 10) as u8;
        left /= 10;
    }
    digits
}

/// A question with text, numbers, nesting, a link, a mail address and one key that must be masked.
pub(crate) fn question() -> Template {
    Template::new(format!(
        concat!(
            r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{{"name":"{tool}","arguments":{{"#,
            r#""query":"connection pool exhausted after deploy, requests time out with \"deadline exceeded\"","#,
            r#""repository":"acme/payments-service","state":"open","labels":["bug","area/database","p1"],"#,
            r#""created":{{"after":"2026-05-01T00:00:00Z","before":"2026-07-28T12:30:00Z"}},"#,
            r#""author":"maria.schneider@example.com","sort":"updated","limit":25,"score":0.734,"#,
            r#""include_closed":false,"connection":{{"host":"db-7.internal.example.com","port":5432,"#,
            r#""user":"reader","password":"{password}"}},"notes":"Seen first in build 4f1c9a27 on the "#,
            r#"eu-central cluster.\nCompare with https://wiki.example.com/runbooks/db-pool?section=limits#max "#,
            r#"and list whatever mentions pgbouncer, max_connections or idle_in_transaction."}},"#,
            r#""_meta":{{"io.modelcontextprotocol/protocolVersion":"{version}","#,
            r#""io.modelcontextprotocol/clientCapabilities":{{"elicitation":{{}}}},"#,
            r#""io.modelcontextprotocol/clientInfo":{{"name":"bench","version":"1.0.0"}}}}}}}}"#,
        ),
        id = ID_PLACE,
        tool = TOOL,
        version = PROTOCOL_VERSION,
        password = concat!("hunter2", "-correct-horse"),
    ))
}

/// An answer as a search tool gives it: text of several lines, and the same as a structure.
pub(crate) fn answer() -> Template {
    Template::new(format!(
        concat!(
            r#"{{"jsonrpc":"2.0","id":{id},"result":{{"resultType":"complete","content":[{{"type":"text","text":"#,
            r##""3 issues match.\n\n#4812 Pool exhausted after rollout of 2026.7.1 (open, p1)\n  "##,
            r#"pgbouncer refuses new clients once max_client_conn is reached; deadline exceeded upstream.\n"#,
            r##"#4790 Idle transactions hold connections (open)\n  idle_in_transaction_session_timeout is 0.\n"##,
            r##"#4633 Raise max_connections to 400 (closed)\n  Done in 9e107d9d372bb6826bd81d3542a419d6.\n\n"##,
            r#"See https://tracker.example.com/acme/payments-service/issues?q=pool+exhausted"}}],"#,
            r#""structuredContent":{{"total":3,"query":{{"text":"connection pool exhausted","took_ms":18.4,"#,
            r#""shards":[1,2,5]}},"issues":[{{"number":4812,"state":"open","score":0.91,"#,
            r#""assignee":"jonas.weber@example.com","updated":"2026-07-27T18:04:11Z"}},"#,
            r#"{{"number":4790,"state":"open","score":0.74,"assignee":null,"updated":"2026-07-21T09:12:45Z"}},"#,
            r#"{{"number":4633,"state":"closed","score":0.52,"assignee":"li.wei@example.com","#,
            r#""updated":"2026-06-02T15:47:30Z"}}]}},"isError":false}}}}"#,
        ),
        id = ID_PLACE,
    ))
}
