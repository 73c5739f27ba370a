//! The commands of this workspace: `cargo xtask test`, `gates`, `clients`, `dashboards`.
#![expect(clippy::print_stdout, reason = "what it prints is its user interface")]

mod apt;
mod clients;
mod dashboards;
mod gates;
mod postgres;
mod process;
mod prometheus;
mod test;
mod workspace;

use anyhow::bail;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test      runs all tests of the workspace; where PostgreSQL or Prometheus is not installed, it
            gets it first
  gates     formatting, lints, documentation, dependency rules, each published crate on its own
  dashboards
            of the tests, those of the observability stack: every expression of its dashboards and
            alerts is asked of a real Prometheus that has scraped a gateway in use
  clients   real MCP clients against the demo server, direct and through the gateway:
            every step of theirs must see the same, and the gateway's audit trail must
            hold each of their calls

            --direct URL    a demo server that already runs (otherwise one is started)
            --gateway URL   a gateway that already runs, with that server behind this URL
                            and the admin token in MCP_GATEWAY_ADMIN_TOKEN
                            (otherwise one is started)";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["test"] => test::run(),
        ["gates"] => gates::run(),
        ["dashboards"] => dashboards::run(),
        ["clients", options @ ..] => clients::run(options),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("{USAGE}"),
    }
}
