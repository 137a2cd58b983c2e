// Answers with a text that is longer than its memory.
// expect: failed/trap
pub fn call(_function: String, arguments: String) -> Result<String, task::Failure> {
    let text = Box::leak(arguments.into_boxed_str());
    Ok(unsafe { String::from_raw_parts(text.as_mut_ptr(), 0x7fff_ffff, 0x7fff_ffff) })
}
