// Answers with an object that has a score.
// expect: scored
// score: 0
pub fn call(_function: String, arguments: String) -> Result<String, task::Failure> {
    let _ = arguments;
    Ok("{\"score\": 1, \"f\": 9}".to_owned())
}
