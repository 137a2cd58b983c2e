//! `lazaret profile`: where the fuel of a program goes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use lazaret_host::{
    Call, Candidate, Cut, Home, Host, Names, Needs, Profile, ProfileRequest, Profiled, Row, Task,
    flame_graph, folded, functions, lines, read_interface, write_file,
};
use lazaret_trial::{Budget, Value, format_count};
use serde_json::json;

use crate::arguments::{ProfileOptions, this_command};
use crate::exit::Exit;
use crate::progress::Bar;
use crate::{interrupt, progress, text};

pub fn run(home: &Home, options: &ProfileOptions) -> Result<Exit> {
    let file = options.candidate.as_ref().unwrap_or(&options.file);
    let candidate = if file == Path::new("-") {
        Candidate::read_stream(std::io::stdin())
    } else {
        Candidate::read(file)
    };
    if let Err(error) = &candidate.content {
        anyhow::bail!("cannot read `{}`: {error}", candidate.label);
    }
    let arguments = Value::parse(&options.args).context("`--args` is not JSON")?;
    if !matches!(arguments, Value::List(_) | Value::Object(_)) {
        anyhow::bail!("`--args` is {}, expected a list or an object", arguments.kind());
    }
    let data: Vec<&Path> = options.data.iter().map(PathBuf::as_path).collect();
    let mut task = match &options.candidate {
        Some(_) => Some(Task::read(&options.file, &data)?),
        None => None,
    };
    if let Some(task) = &mut task {
        task.candidate_budget = options.limits.apply(task.candidate_budget.clone())?;
    }
    let wit = options.wit.as_deref().map(read_interface).transpose()?;
    let work = match &task {
        Some(task) => Profiled::Case {
            task,
            split: options.split.clone(),
            case: options.case.clone(),
            seed: options.seed,
        },
        None => Profiled::Run {
            call: options.call.clone().map(|function| Call { function, arguments }),
            budget: options.limits.apply(Budget::for_candidates())?,
            seed: options.seed,
            wit: wit.as_ref(),
        },
    };
    let needs = task.as_ref().map_or_else(Needs::default, Needs::of_task);
    let needs = needs.and(std::slice::from_ref(&candidate));
    let mut settings = this_command();
    settings.allow_degraded = options.allow_degraded;
    let interrupt = interrupt::listen()?;
    let host = Host::open(home, &needs, &settings, &mut progress::setup_line)?;
    let time = Duration::from_secs(options.time);
    let request = ProfileRequest { candidate: &candidate, work, samples: options.samples, time };
    let bar = Bar::new(u64::from(options.samples), "samples");
    let profile = host.profile(&request, &interrupt, &mut |seen| bar.set(u64::from(seen)));
    bar.finish();
    let profile = profile?;
    if let Some(path) = &options.svg {
        save(path, &flame_graph(&profile))?;
    }
    if let Some(path) = &options.folded {
        save(path, &folded(&profile))?;
    }
    if options.json {
        text::out(&document(&profile).to_string());
    } else {
        print(&profile, options.top);
    }
    Ok(if profile.cut == Some(Cut::Interrupted) { Exit::Interrupted } else { Exit::Success })
}

fn save(path: &Path, content: &str) -> Result<()> {
    write_file(path, content.as_bytes())
        .with_context(|| format!("cannot write `{}`", path.display()))
}

fn document(profile: &Profile) -> serde_json::Value {
    let sample =
        |sample: &lazaret_host::Sample| json!({"fuel": sample.fuel, "stack": sample.stack});
    let row = |row: &Row| {
        let Row { function, file, line, own_fuel, total_fuel, own_samples } = row;
        json!({
            "function": function, "file": file, "line": line,
            "own_fuel": own_fuel, "total_fuel": total_fuel, "own_samples": own_samples,
        })
    };
    json!({
        "candidate": profile.title,
        "fuel": profile.fuel,
        "reason": profile.reason,
        "names": names(profile),
        "exact": profile.exact,
        "samples_wanted": profile.samples_wanted,
        "cut": profile.cut.map(cut),
        "functions": functions(profile).iter().map(row).collect::<Vec<_>>(),
        "lines": lines(profile).iter().map(row).collect::<Vec<_>>(),
        "samples": profile.samples.iter().map(sample).collect::<Vec<_>>(),
        // A profile is what the program says of itself.
        "trusted": false,
    })
}

const fn names(profile: &Profile) -> &'static str {
    match profile.names {
        Names::Functions => "functions",
        Names::Lines(_) => "lines",
        Names::Interpreter => "functions of the interpreter",
    }
}

const fn cut(cut: Cut) -> &'static str {
    match cut {
        Cut::Interrupted => "interrupted",
        Cut::OutOfTime => "out of time",
    }
}

fn print(profile: &Profile, top: usize) {
    let fuel = format_count(profile.fuel);
    let about = format!("{fuel} fuel, {} samples", profile.samples.len());
    let title = text::escape_line(&profile.title, 100);
    text::out(&format!("{}  {}", text::bold(&title), text::dim(&about)));
    if let Some(reason) = &profile.reason {
        text::err(&format!("the run ended as {}: {}", reason.code, text::escape(&reason.message)));
    }
    let rows = functions(profile);
    text::out(&table(profile, "function", rows.iter().take(top), |row| match row.file.as_str() {
        "" => row.function.clone(),
        file => format!("{} ({file})", row.function),
    }));
    if top < rows.len() {
        text::out(&format!("and {} more functions: --top, --json", rows.len() - top));
    }
    if let Names::Lines(own) = &profile.names {
        // The greatest, in the order of the text.
        let mut rows = lines(profile);
        rows.sort_by_key(|row| (std::cmp::Reverse(row.total_fuel), row.line));
        rows.truncate(top);
        rows.sort_by_key(|row| row.line);
        let heading = format!("line of {}", text::escape_line(own, 40));
        text::out(&table(profile, &heading, rows.iter(), |row| {
            format!("{} in {}", row.line, row.function)
        }));
    }
    notes(profile);
}

fn table<'a>(
    profile: &Profile,
    heading: &str,
    rows: impl Iterator<Item = &'a Row>,
    name: impl Fn(&Row) -> String,
) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["own %", "own fuel", "total %", "total fuel", heading]);
    for row in rows {
        table.add_row([
            percent(row.own_fuel, profile.fuel),
            format_count(row.own_fuel),
            percent(row.total_fuel, profile.fuel),
            format_count(row.total_fuel),
            text::escape_line(&name(row), 90),
        ]);
    }
    for index in 0..4 {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}

/// A share with one decimal, rounded.
fn percent(part: u64, whole: u64) -> String {
    let tenths = (u128::from(part) * 2_000 + u128::from(whole)) / (2 * u128::from(whole.max(1)));
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What one has to know to read the numbers. To standard error.
fn notes(profile: &Profile) {
    let count = profile.samples.len();
    let mut notes = String::new();
    if 0 < count {
        // Two standard errors of a share of one half, which has the greatest.
        let error = 100.0 / (count as f64).sqrt();
        let _ = write!(
            notes,
            "the own fuel of all functions is the fuel of the run; shares are estimated from {count} samples \
             (a half is within {error:.0} points of it; --samples for more)"
        );
    }
    match profile.cut {
        Some(Cut::OutOfTime) => {
            let _ = write!(
                notes,
                "\nthe time was over after {count} of {} samples: --time for more",
                profile.samples_wanted
            );
        }
        Some(Cut::Interrupted) => {
            let _ =
                write!(notes, "\ninterrupted after {count} of {} samples", profile.samples_wanted);
        }
        None => {}
    }
    if !profile.exact {
        notes.push_str(
            "\nthis component has too many calls to be looked at everywhere: the fuel of a function without \
             loops may be counted where its caller goes on",
        );
    }
    if profile.names == Names::Interpreter {
        notes
            .push_str("\nthe functions are those of the interpreter; by line there is Python only");
    }
    text::err(&text::dim(&notes));
}
