// Answers with bytes that are no text.
// expect: failed/trap
pub fn call(_function: String, arguments: String) -> Result<String, task::Failure> {
    let _ = arguments;
    Ok(unsafe { String::from_utf8_unchecked(vec![0xff, 0xfe]) })
}
