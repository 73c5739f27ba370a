/// What the header `authorization` says.
#[derive(Debug)]
pub(super) struct Authorization<'a> {
    pub(super) credential: &'a str,
    pub(super) signed_headers: Vec<&'a str>,
    pub(super) signature: &'a str,
}

impl<'a> Authorization<'a> {
    pub(super) fn parse(header: &'a str) -> Result<Self, String> {
        let fields = header.strip_prefix("AWS4-HMAC-SHA256 ").ok_or("not signed by AWS4-HMAC-SHA256")?;
        let field = |name: &str| {
            let mut fields = fields.split(',').filter_map(|field| field.trim().split_once('='));
            let value = fields.find(|(key, _)| *key == name).map(|(_, value)| value);
            value.ok_or_else(|| format!("the authorization has no {name}"))
        };
        Ok(Self {
            credential: field("Credential")?,
            signed_headers: field("SignedHeaders")?.split(';').collect(),
            signature: field("Signature")?,
        })
    }
}
