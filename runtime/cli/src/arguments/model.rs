//! What can be typed about models that propose.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use lazaret_campaign::{Model, Price};

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
    /// What a model costs for a million tokens that it is given and that it gives: `large=2.50/10` (may be repeated)
    #[arg(long, value_name = "NAME=IN/OUT", requires = "model_url", value_parser = price)]
    pub price: Vec<(String, Price)>,
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
    Ok(Model { name: name.to_owned(), weight, price: None })
}

fn price(text: &str) -> Result<(String, Price), String> {
    let wrong = "a model and two prices, such as `large=2.50/10`";
    let (name, prices) = text.rsplit_once('=').ok_or(wrong)?;
    let (input, output) = prices.split_once('/').ok_or(wrong)?;
    // What a million costs in thousandths is what one costs in billionths.
    let each = |text: &str| decimal(text, 3);
    Ok((name.to_owned(), Price { input: each(input)?, output: each(output)? }))
}

/// An amount of money in billionths.
pub fn money(text: &str) -> Result<u64, String> {
    match decimal(text, 9)? {
        0 => Err("nothing can be tried for nothing".to_owned()),
        amount => Ok(amount),
    }
}

/// A decimal number in units of its last place, of which there are so many.
fn decimal(text: &str, places: usize) -> Result<u64, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || places < part.len() {
        return Err(format!("a number such as 2.50, with at most {places} digits after the point"));
    }
    format!("{whole}{part:0<places$}").parse().map_err(|_| "a smaller number".to_owned())
}

fn temperature(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    number.filter(|it| (0.0..=2.0).contains(it)).ok_or_else(|| "a number from 0 to 2".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_to_the_last_digit() {
        assert_eq!(money("2.50"), Ok(2_500_000_000));
        assert_eq!(money("0.000000001"), Ok(1));
        for wrong in ["", ".5", "-1", "1e3", "0", "0.0", "0.0000000001", "1.2.3", "99999999999"] {
            assert!(money(wrong).is_err(), "{wrong}");
        }
        let two = Price { input: 2_500, output: 10_000 };
        assert_eq!(price("a=b=2.50/10"), Ok(("a=b".to_owned(), two)));
        assert_eq!(two.of(1_000_000, 1_000_000), money("12.50").unwrap());
        for wrong in ["a", "a=1", "a=1/", "a=1/x", "a=0.0001/1"] {
            assert!(price(wrong).is_err(), "{wrong}");
        }
    }
}
