//! Programs whose worker was lost, kept for whoever wants to know why.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use lazaret_engine::private_folder;
use lazaret_trial::Digest;

use crate::candidates::{Candidate, Content};
use crate::files::write_file;
use crate::host::Host;

/// The most programs that are kept; the ones that come first are the most telling.
const KEPT_MAX: usize = 100;

impl Host {
    /// Keeps a program and how its worker was lost. That it cannot be kept is no reason to stop.
    pub(crate) fn quarantine(&self, candidate: &Candidate, how: &str) {
        self.lost.fetch_add(1, Ordering::Relaxed);
        if let Ok(content) = &candidate.content {
            drop(keep(&self.home.quarantine(), candidate, content, how));
        }
    }
}

fn keep(folder: &Path, candidate: &Candidate, content: &Content, how: &str) -> io::Result<PathBuf> {
    private_folder(folder).map_err(io::Error::other)?;
    let kept = folder.join(content.digest().short());
    if !kept.exists() && KEPT_MAX <= std::fs::read_dir(folder)?.count() {
        return Err(io::Error::other("the quarantine is full"));
    }
    private_folder(&kept).map_err(io::Error::other)?;
    let about = format!("{}\n{}\n{how}\n", candidate.label.escape_debug(), content.digest());
    write_file(&kept.join("about.txt"), about.as_bytes())?;
    match content {
        Content::File(bytes) => {
            // The name may be anything; its end tells the language.
            let extension =
                candidate.name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
            let known =
                extension.len() <= 8 && extension.bytes().all(|it| it.is_ascii_alphanumeric());
            let extension = if known { extension } else { "bin" };
            write_file(&kept.join(format!("program.{extension}")), bytes)?;
        }
        Content::Folder(Ok(source)) => {
            for (name, bytes) in source.files() {
                let flat =
                    format!("program-{}-{}", Digest::of(name.as_bytes()).short(), base(name));
                write_file(&kept.join(flat), bytes)?;
            }
        }
        Content::Folder(Err(_)) => {}
    }
    Ok(kept)
}

/// The last part of a path, which a source has checked for harmless characters.
fn base(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, base)| base)
}
