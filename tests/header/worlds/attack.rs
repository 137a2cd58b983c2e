
/// Attacks, and then answers as an honest program does.
pub fn call(_function: String, arguments: String) -> Result<String, task::Failure> {
    attack();
    let n: i64 = arguments.trim_matches(['[', ']']).parse().unwrap_or_default();
    Ok((n * n).to_string())
}
