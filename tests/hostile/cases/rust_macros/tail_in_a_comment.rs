// Ends in a comment that would swallow what follows.
// expect: rejected/source-error
pub fn call(_f: String, _a: String) -> Result<String, ()> { Ok("9".to_owned()) }
/* 
