//! The API's filter as flags: one for each condition, by its name.

use clap::{Arg, ArgMatches, Command, error::ErrorKind};
use gate_audit::Filter;
use gate_console::Question;

/// Which calls.
#[derive(Clone, Debug)]
pub(crate) struct Conditions(Question);

impl Conditions {
    pub(crate) fn filter(&self) -> Filter {
        self.0.clone().into_filter()
    }
}

impl clap::Args for Conditions {
    fn augment_args(command: Command) -> Command {
        Filter::KEYS.into_iter().fold(command, |command, key| {
            let flag = Arg::new(key).long(key.replace('_', "-")).help(help(key));
            command.arg(flag.value_name("VALUE").help_heading("Which calls"))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Conditions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut conditions = Self(Question::default());
        conditions.update_from_arg_matches(matches)?;
        Ok(conditions)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for key in Filter::KEYS {
            let Some(value) = matches.get_one::<String>(key) else { continue };
            let set = self.0.set(key, value);
            let wrong = |error| clap::Error::raw(ErrorKind::ValueValidation, format!("{error}\n"));
            set.map_err(wrong)?;
        }
        Ok(())
    }
}

fn help(key: &str) -> &'static str {
    match key {
        "status" => "A status, `success` or `error`",
        "entry" => "`call`, `intent`, `event` or `all` [default: call]",
        "source_type" => "What was called: `tool`, `prompt`, `resource`, `skill`, `sandbox`, `mcp`, `http`",
        "server" => "The server",
        "tool" => "The tool, prompt, resource …",
        "user" => "Who asked",
        "session_id" => "The protocol session",
        "workflow_id" => "The workflow",
        "request_id" => "The request",
        "trace_id" => "The trace",
        "from" => "Not before this time, such as 2026-11-21T10:00:00Z",
        "to" => "Before this time",
        "min_latency_ms" => "At least so long, in milliseconds",
        "redacted" => "Whether anything was masked: `true` or `false`",
        "q" => "Words in arguments, response or error; `*` behind one is any ending",
        _ => "A condition",
    }
}
