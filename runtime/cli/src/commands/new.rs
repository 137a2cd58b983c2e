//! `lazaret new`: a working start to change.

use anyhow::{Context, Result};
use lazaret_host::{StartLanguage, Task, new_candidate, new_evaluator, new_task};

use crate::arguments::{NewLanguage, NewOptions, NewWhat};
use crate::exit::Exit;
use crate::text;

pub fn run(options: &NewOptions) -> Result<Exit> {
    let language = match options.lang {
        NewLanguage::Python => StartLanguage::Python,
        NewLanguage::Rust => StartLanguage::Rust,
        NewLanguage::C => StartLanguage::C,
        NewLanguage::Javascript => StartLanguage::Javascript,
    };
    if options.task.is_some() && !matches!(options.what, NewWhat::Candidate) {
        anyhow::bail!("`--task` is for candidates");
    }
    let failed = || format!("cannot write `{}`", options.name.display());
    let shown = options.name.display();
    let (files, next) = match options.what {
        NewWhat::Task => {
            let files = new_task(&options.name, language).with_context(failed)?;
            (files, format!("lazaret eval {shown} {shown}/candidates"))
        }
        NewWhat::Candidate => {
            let task = options.task.as_deref().map(|folder| Task::read(folder, &[])).transpose()?;
            if let Some(task) = &task
                && task.wit.is_none()
            {
                anyhow::bail!(
                    "the task `{}` has no `task.wit`; its README or its evaluator says what it calls",
                    task.name
                );
            }
            let wit = task.as_ref().and_then(|task| task.wit.as_ref());
            let file = new_candidate(&options.name, language, wit).with_context(failed)?;
            let task = options.task.as_deref().map(|task| task.display().to_string());
            let task = task.unwrap_or_else(|| "TASK".to_owned());
            let next = format!("lazaret eval {task} {}", file.display());
            (vec![file], next)
        }
        NewWhat::Evaluator => {
            let file = new_evaluator(&options.name, language).with_context(failed)?;
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (vec![file], format!("name it in a task's `task.toml`: evaluator = \"{name}\""))
        }
    };
    for file in files {
        text::out(&file.display().to_string());
    }
    text::err(&format!("next: {next}"));
    Ok(Exit::Success)
}
