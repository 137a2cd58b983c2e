// Ends in an attribute that would switch off what follows.
// expect: rejected/source-error
// message: cannot find `bindings`
pub fn call(_f: String, _a: String) -> Result<String, String> { Ok("9".to_owned()) }
#[cfg(any())]
