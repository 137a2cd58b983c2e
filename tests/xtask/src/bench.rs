//! `cargo xtask bench`: the peers, a build for release, and the comparison.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{cargo, report};

/// Installs what can be had, each alone, so that one that cannot does not take the others along. An interpreter of
/// 3.12 or newer is looked for, because there are no wheels of some for older ones.
const PEERS: &str = r#"
set -u
mkdir -p target/bench/peers
cd target/bench/peers
if ! test -x venv/bin/python; then
    for python in python3.14 python3.13 python3.12 $(pyenv prefix >/dev/null 2>&1 && ls "$(pyenv root)"/versions/*/bin/python3) python3; do
        "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && break
    done
    "$python" -m venv venv || echo "no venv with $python" >&2
fi
for package in pydantic-monty==1.4.0 pyeryx==0.11.0 wasmtime==50.0.1; do
    venv/bin/pip install --quiet --disable-pip-version-check --only-binary :all: "$package" >&2 ||
        echo "not installed: $package" >&2
done
test -f package.json || echo '{"private": true}' > package.json
for package in quickjs-emscripten@0.32.0 pyodide@314.0.7; do
    test -d "node_modules/${package%@*}" || npm install --silent --no-audit --no-fund "$package" >&2 ||
        echo "not installed: $package" >&2
done
if ! command -v bwrap >/dev/null; then
    if test "$(id -u)" = 0 && command -v apt-get >/dev/null; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq && apt-get install -y -qq --no-install-recommends bubblewrap >/dev/null
    fi
    command -v bwrap >/dev/null || echo "not installed: bubblewrap" >&2
fi
exit 0
"#;

const OPTIONS: &[&str] = &["--quick", "--json", "--markdown", "--record"];

/// The whole command. Numbers go to standard output.
pub fn bench(options: &[&str]) -> Result<()> {
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--only" => {
                rest.next().context("`--only` needs the beginning of a task's name")?;
            }
            option if OPTIONS.contains(&option) => {}
            option => bail!("`bench` does not know `{option}`; there are --only and {OPTIONS:?}"),
        }
    }
    // Half of the numbers are nothing to compare with.
    if options.contains(&"--record") && options.contains(&"--only") {
        bail!("`--record` is for a whole run, without `--only`");
    }
    let workspace = workspace()?;
    report("==> the peers, into target/bench/peers");
    let status = Command::new("sh").args(["-c", PEERS]).current_dir(&workspace).status();
    status.context("cannot start sh")?;
    cargo(
        "a build for release",
        &["build", "--release", "--package", "lazaret-cli", "--package", "lazaret-bench"],
        &[],
    )?;
    let status = Command::new(workspace.join("target/release/lazaret-bench"))
        .arg("compare")
        .args(options)
        .current_dir(&workspace)
        .stdin(Stdio::null())
        .status()
        .context("cannot start `lazaret-bench`")?;
    if !status.success() {
        bail!("the comparison failed");
    }
    Ok(())
}

fn workspace() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    here.canonicalize().context("the workspace is gone")
}
