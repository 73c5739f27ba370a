//! The tools, in three groups: those that answer at once, those that fail, those that take time.

mod failing;
mod plain;
mod timed;

use rmcp::handler::server::router::tool::ToolRouter;

use crate::server::DemoServer;

pub use plain::{planted_password, planted_token};

pub(crate) fn router() -> ToolRouter<DemoServer> {
    DemoServer::plain() + DemoServer::failing() + DemoServer::timed()
}
