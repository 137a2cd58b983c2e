// Answers with more than a result may have.
// expect: failed/result-limit
pub fn call(_function: String, arguments: String) -> Result<String, task::Failure> {
    let _ = arguments;
    Ok("1".repeat(1 << 20))
}
