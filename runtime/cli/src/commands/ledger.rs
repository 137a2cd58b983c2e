//! `lazaret ledger`: what was recorded, and whether it still is what it was.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use lazaret_host::ledger::{Body, Entry, Filter, Ledger, Verification};
use lazaret_host::{Home, recorded_feedback};
use lazaret_trial::{Digest, Verdict, format_bytes, format_count};
use serde_json::{Value, json};

use crate::arguments::{
    ExportFormat, ExportOptions, LedgerAction, LedgerOptions, ListOptions, ShowOptions,
    VerifyOptions,
};
use crate::exit::Exit;
use crate::text;

/// The most bytes of a checkpoint that is handed in.
const CHECKPOINT_BYTES_MAX: u64 = 64 << 10;

pub fn run(home: &Home, options: &LedgerOptions) -> Result<Exit> {
    let folder = options.place.folder(home);
    match &options.action {
        LedgerAction::List(options) => list(&Ledger::open_to_read(&folder)?, options),
        LedgerAction::Show(options) => show(&Ledger::open_to_read(&folder)?, options),
        LedgerAction::Verify(options) => verify(&folder, options),
        LedgerAction::Export(options) => export(&folder, options),
        LedgerAction::Checkpoint => {
            // A ledger is not begun only to be signed.
            Ledger::open_to_read(&folder)?;
            let note = Ledger::open(&folder)?.checkpoint()?;
            text::out(note.text.trim_end());
            text::err(&format!(
                "{} keep this elsewhere; `lazaret ledger verify --checkpoint FILE` holds the ledger to it",
                text::cyan("hint:")
            ));
            Ok(Exit::Success)
        }
    }
}

fn list(ledger: &Ledger, options: &ListOptions) -> Result<Exit> {
    let filter = Filter {
        task: options.task.clone(),
        code: options.code.clone(),
        candidate: options.candidate,
        identity: None,
        kind: options.kind.clone(),
        before: options.before,
        limit: options.limit,
    };
    let rows = ledger.list(&filter)?;
    let entries: Vec<Entry> =
        rows.iter().map(|row| ledger.entry(row.sequence)).collect::<Result<_, _>>()?;
    let size = ledger.size()?;
    if options.json {
        let document = json!({"size": size, "entries": entries});
        text::out(&document.to_string());
        return Ok(Exit::Success);
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header([
        "entry", "recorded", "task", "program", "outcome", "score", "fuel", "identity",
    ]);
    for entry in &entries {
        table.add_row(row(entry));
    }
    for column in [0, 5, 6] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    text::out(&table.to_string());
    let shown = entries.len() as u64;
    text::err(&text::dim(&format!("{shown} of {} entries", format_count(size))));
    Ok(Exit::Success)
}

fn row(entry: &Entry) -> Vec<String> {
    let time = UNIX_EPOCH + Duration::from_millis(entry.time_ms);
    let mut row =
        vec![entry.sequence.to_string(), humantime::format_rfc3339_seconds(time).to_string()];
    let name = |name: &str| text::escape_line(name, 32);
    row.extend(match &entry.body {
        Body::Commitment(it) => [
            it.task.clone(),
            format!("({} cases)", it.case_count),
            "commitment".to_owned(),
            String::new(),
            String::new(),
            it.identity.digest.short(),
        ],
        Body::Verdict(it) => [
            it.task.clone(),
            name(&it.name),
            it.code.to_string(),
            it.score.map_or_else(String::new, |score| format!("{score}")),
            format_count(it.fuel),
            it.identity.short(),
        ],
        Body::Run(it) => [
            "(run)".to_owned(),
            name(&it.name),
            it.code.to_string(),
            String::new(),
            format_count(it.fuel),
            String::new(),
        ],
        Body::Campaign(it) => [
            it.task.clone(),
            name(&it.name),
            "campaign".to_owned(),
            String::new(),
            String::new(),
            String::new(),
        ],
        Body::Round(it) => [
            it.task.clone(),
            name(&it.name),
            format!("round {}", it.round),
            String::new(),
            String::new(),
            it.digest.short(),
        ],
        Body::Check(it) => [
            it.task.clone(),
            it.campaign.as_deref().map_or_else(String::new, name),
            format!("{}: {} of {} found", it.check.name(), it.found, it.tried),
            String::new(),
            String::new(),
            String::new(),
        ],
    });
    row
}

fn show(ledger: &Ledger, options: &ShowOptions) -> Result<Exit> {
    let entry = ledger.entry(options.entry)?;
    if let Some(size) = options.feedback {
        text::out(&recorded_feedback(ledger, options.entry, size)?.text());
        return Ok(Exit::Success);
    }
    if options.source {
        let (Body::Verdict(_) | Body::Run(_)) = &entry.body else {
            anyhow::bail!("entry {} has no program; it is a {}", options.entry, entry.body.kind());
        };
        return source(ledger, &entry);
    }
    let attached = match &entry.body {
        Body::Verdict(it) => Some(("verdict", ledger.blob(it.verdict)?)),
        Body::Run(it) => Some(("outcome", ledger.blob(it.outcome)?)),
        Body::Commitment(it) => Some(("setting", ledger.blob(it.setting)?)),
        Body::Campaign(it) => Some(("setting", ledger.blob(it.setting)?)),
        Body::Round(it) => Some(("trials", ledger.blob(it.trials)?)),
        Body::Check(it) => Some(("results", ledger.blob(it.results)?)),
    };
    let mut document = json!({"entry": entry});
    if let (Some((name, bytes)), Some(members)) = (attached, document.as_object_mut()) {
        let value: Value = serde_json::from_slice(&bytes).context("a blob of the entry")?;
        members.insert(name.to_owned(), value);
    }
    if options.json {
        text::out(&document.to_string());
        return Ok(Exit::Success);
    }
    text::out(&text::escape(&format!("{document:#}")));
    if let Body::Verdict(it) = &entry.body {
        let verdict: Verdict = serde_json::from_slice(&ledger.blob(it.verdict)?)?;
        if verdict.score.is_none() {
            text::reason(&verdict.reason);
        }
    }
    Ok(Exit::Success)
}

/// The program, byte for byte; of a folder, the list of its files.
fn source(ledger: &Ledger, entry: &Entry) -> Result<Exit> {
    let digest: Digest = match &entry.body {
        Body::Verdict(it) => it.source,
        Body::Run(it) => it.source,
        Body::Commitment(_) | Body::Campaign(_) | Body::Round(_) | Body::Check(_) => {
            return Ok(Exit::Usage);
        }
    };
    let bytes = ledger.blob(digest)?;
    // A reader that went away is no error.
    drop(std::io::stdout().write_all(&bytes));
    Ok(Exit::Success)
}

fn verify(folder: &Path, options: &VerifyOptions) -> Result<Exit> {
    let ledger = Ledger::open_unchecked(folder)?;
    let checkpoint = options.checkpoint.as_deref().map(read_checkpoint).transpose()?;
    let bar = ProgressBar::new(ledger.size().unwrap_or(0));
    if let Ok(style) =
        ProgressStyle::with_template("{bar:30.cyan/dim} {pos}/{len} entries  {elapsed}")
    {
        bar.set_style(style);
    }
    let verified = ledger.verify(checkpoint.as_deref(), &mut |done| bar.set_position(done))?;
    bar.finish_and_clear();
    let verifier = ledger.verifier();
    if options.json {
        let bad = verified.bad.as_ref().map(|bad| json!({"entry": bad.sequence, "what": bad.what}));
        let document = json!({
            "good": verified.bad.is_none(),
            "bad": bad,
            "entries": verified.entries,
            "blobs": verified.blobs,
            "checkpoints": verified.checkpoints,
            "root": verified.root,
            "clock_went_back": verified.clock_went_back,
            "verifier": verifier,
        });
        text::out(&document.to_string());
    } else {
        report(&verified, verifier, checkpoint.is_some());
    }
    Ok(if verified.bad.is_none() { Exit::Success } else { Exit::Host })
}

fn report(verified: &Verification, verifier: &str, held: bool) {
    for sequence in &verified.clock_went_back {
        text::err(&format!("note: the clock of the machine had gone back before entry {sequence}"));
    }
    match &verified.bad {
        Some(bad) => {
            let place = bad
                .sequence
                .map_or_else(|| "the ledger".to_owned(), |sequence| format!("entry {sequence}"));
            text::out(&format!("{} {place}: {}", text::red("bad"), text::escape(&bad.what)));
            text::err("what comes before it was checked and is good");
        }
        None => {
            text::out(&format!(
                "good: {} entries, {} blobs, {} signed heads, root {}",
                format_count(verified.entries),
                format_count(verified.blobs),
                verified.checkpoints,
                verified.root.short(),
            ));
            text::err(&text::dim(verifier));
            if !held {
                text::err(&text::dim(
                    "whoever has the key could have written another history; a checkpoint kept elsewhere shows that",
                ));
            }
        }
    }
}

fn read_checkpoint(path: &Path) -> Result<Vec<u8>> {
    use std::io::Read;
    let read = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        lazaret_host::open_file(path)?.take(CHECKPOINT_BYTES_MAX).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().with_context(|| format!("cannot read `{}`", path.display()))
}

fn export(folder: &Path, options: &ExportOptions) -> Result<Exit> {
    let reader = Ledger::open_to_read(folder)?;
    // Statements are signed, entries are what they are.
    let signer = match options.format {
        ExportFormat::Jsonl => None,
        ExportFormat::InToto => Some(Ledger::open(folder)?),
    };
    let mut output = Output::new(options.output.clone())?;
    for sequence in 0..reader.size()? {
        let line = match &signer {
            None => Some(reader.leaf(sequence)?),
            Some(signer) => {
                let statement = signer.attestation(&reader.entry(sequence)?)?;
                statement.map(|statement| statement.to_string().into_bytes())
            }
        };
        if let Some(line) = line {
            output.line(&line)?;
        }
    }
    output.finish()
}

/// Where an export goes to: a file that appears when it is complete, or standard output.
struct Output {
    writer: BufWriter<Box<dyn Write>>,
    file: Option<(tempfile::TempPath, PathBuf)>,
    bytes: u64,
}

impl Output {
    fn new(path: Option<PathBuf>) -> Result<Self> {
        let Some(path) = path else {
            let writer: Box<dyn Write> = Box::new(std::io::stdout());
            return Ok(Self { writer: BufWriter::new(writer), file: None, bytes: 0 });
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")));
        let (file, new): (File, _) =
            file.with_context(|| format!("cannot write `{}`", path.display()))?.into_parts();
        let writer: Box<dyn Write> = Box::new(file);
        Ok(Self { writer: BufWriter::new(writer), file: Some((new, path)), bytes: 0 })
    }

    fn line(&mut self, line: &[u8]) -> Result<()> {
        self.bytes += line.len() as u64 + 1;
        let written = self.writer.write_all(line).and_then(|()| self.writer.write_all(b"\n"));
        written.context("cannot write the export")
    }

    fn finish(mut self) -> Result<Exit> {
        self.writer.flush().context("cannot write the export")?;
        drop(self.writer);
        if let Some((new, path)) = self.file {
            new.persist(&path).with_context(|| format!("cannot write `{}`", path.display()))?;
            let bytes = format_bytes(self.bytes);
            text::err(&format!("wrote {bytes} to `{}`", path.display()));
        }
        Ok(Exit::Success)
    }
}
