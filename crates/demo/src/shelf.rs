//! The one prompt and the one resource.

use rmcp::{
    ErrorData,
    model::{
        GetPromptRequestParams, GetPromptResult, Prompt, PromptArgument, PromptMessage, ReadResourceResult,
        Resource, ResourceContents, Role,
    },
};

const GREETING: &str = "greeting";
const ABOUT_URI: &str = "demo://about";
const ABOUT: &str = "The demo server of the gateway. Call `echo`, then look for the call in the audit trail.";

pub(crate) fn prompts() -> Vec<Prompt> {
    let name = PromptArgument::new("name").with_description("Who is greeted").with_required(true);
    vec![Prompt::new(GREETING, Some("Asks for a greeting"), Some(vec![name]))]
}

pub(crate) fn prompt(request: &GetPromptRequestParams) -> Result<GetPromptResult, ErrorData> {
    if request.name != GREETING {
        return Err(ErrorData::invalid_params("no such prompt", None));
    }
    let name = request
        .arguments
        .as_ref()
        .and_then(|arguments| arguments.get("name")?.as_str())
        .ok_or_else(|| ErrorData::invalid_params("`name` is required", None))?;
    let message = PromptMessage::new_text(Role::User, format!("Greet {name} in one sentence."));
    Ok(GetPromptResult::new(vec![message]))
}

pub(crate) fn resources() -> Vec<Resource> {
    vec![
        Resource::new(ABOUT_URI, "about")
            .with_description("What this server is")
            .with_mime_type("text/plain"),
    ]
}

pub(crate) fn read(uri: &str) -> Result<ReadResourceResult, ErrorData> {
    if uri != ABOUT_URI {
        return Err(ErrorData::resource_not_found("no such resource", None));
    }
    let contents = ResourceContents::text(ABOUT, ABOUT_URI).with_mime_type("text/plain");
    Ok(ReadResourceResult::new(vec![contents]))
}
