// Answers with two values.
// expect: failed/invalid-output
pub fn call(_function: String, arguments: String) -> Result<String, task::Failure> {
    let _ = arguments;
    Ok("9 1522756".to_owned())
}
