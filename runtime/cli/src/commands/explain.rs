//! `lazaret explain`: a page for each reason code.

use anyhow::{Result, bail};
use lazaret_trial::{Blame, Code};

use crate::arguments::ExplainOptions;
use crate::exit::Exit;
use crate::pages::page;
use crate::text;

pub fn run(options: &ExplainOptions) -> Result<Exit> {
    let Some(asked) = options.code.as_deref() else {
        for code in Code::ALL {
            text::out(&format!("{code:<30} {}", code.summary()));
        }
        return Ok(Exit::Success);
    };
    let found: Vec<Code> = match Code::parse(asked) {
        Some(code) => vec![code],
        None => Code::ALL.iter().copied().filter(|code| code.as_str().contains(asked)).collect(),
    };
    if found.is_empty() {
        let nearest = Code::ALL
            .iter()
            .min_by_key(|code| strsim::damerau_levenshtein(code.as_str(), asked))
            .map_or("", |code| code.as_str());
        bail!("there is no code `{asked}`; did you mean `{nearest}`?");
    }
    for (index, code) in found.iter().enumerate() {
        if 0 < index {
            text::out("");
        }
        show(*code);
    }
    Ok(Exit::Success)
}

fn show(code: Code) {
    let fault = match code.blame() {
        Blame::Nobody => "nobody's",
        Blame::Candidate => "the candidate's",
        Blame::Evaluator => "the evaluator's or the task's",
        Blame::Host => "the machine's or Lazaret's",
    };
    let page = page(code);
    text::out(&text::bold(code.as_str()));
    text::out(&format!("  What happened  {}", page.what));
    text::out(&format!("  Whose fault    {fault}"));
    text::out(&format!("  What to do     {}", page.remedy));
}
