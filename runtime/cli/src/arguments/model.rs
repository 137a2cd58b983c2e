//! What can be typed about models that propose.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use lazaret_campaign::Model;

/// Models behind an endpoint that speaks like OpenAI's.
#[derive(Debug, Args)]
#[command(next_help_heading = "Models")]
pub struct ModelOptions {
    /// The address of an endpoint up to `/v1`, such as `http://127.0.0.1:8080/v1`; what it is asked is the task's title,
    /// programs with their scores, and feedback
    #[arg(long, value_name = "URL", requires = "model", conflicts_with_all = ["proposer", "command"])]
    pub model_url: Option<String>,
    /// A model of it, with its share if there are several: `large=1`, `small=4` (may be repeated)
    #[arg(long, value_name = "NAME[=WEIGHT]", requires = "model_url", value_parser = model)]
    pub model: Vec<Model>,
    /// A file with the key that it wants, which nobody else may read (`chmod 600`)
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// How freely models choose; the endpoint's own if not given
    #[arg(long, value_name = "T", requires = "model_url", value_parser = temperature)]
    pub temperature: Option<f64>,
    /// The most tokens of an answer [default: 4096]
    #[arg(long, value_name = "N", requires = "model_url", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub max_tokens: Option<u32>,
    /// How long one answer may take
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = super::evolve::duration)]
    pub model_timeout: Duration,
    /// How often a request is repeated when the endpoint is busy, fails or is away, later each time
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u32).range(0..=20))]
    pub model_retries: u32,
    /// How many requests are under way at a time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub model_jobs: u16,
}

fn model(text: &str) -> Result<Model, String> {
    let (name, weight) = text.rsplit_once('=').unwrap_or((text, "1"));
    let weight = weight.parse().ok().filter(|it| (1..=1000).contains(it));
    let weight = weight.ok_or("the share is a number from 1 to 1000")?;
    if name.is_empty() || 200 < name.len() || name.chars().any(char::is_control) {
        return Err("a name of up to 200 bytes".to_owned());
    }
    Ok(Model { name: name.to_owned(), weight })
}

fn temperature(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    number.filter(|it| (0.0..=2.0).contains(it)).ok_or_else(|| "a number from 0 to 2".to_owned())
}
