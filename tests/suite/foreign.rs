//! WebAssembly that nobody here wrote: looked into and refused or admitted with the right reason.

use lazaret_host::{Plugin, Plugins, Purpose, inspect};
use lazaret_trial::Code;
use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER, WASI_SNAPSHOT_PREVIEW1_PROXY_ADAPTER,
    WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};

use crate::languages::host;
use crate::python::home;

#[test]
fn core_modules_of_others_are_no_candidates() {
    for module in [
        WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER,
        WASI_SNAPSHOT_PREVIEW1_PROXY_ADAPTER,
        WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
    ] {
        let inspection = inspect(module, Purpose::Candidate(None));
        let contents = inspection.contents.expect("it is WebAssembly");
        assert_eq!((contents.kind, contents.modules), ("module", 1));
        assert!(contents.imports.iter().any(|name| name.starts_with("wasi:io/streams@0.2")));
        assert!(contents.exports.iter().any(|name| name == "fd_write"));
        assert_eq!(inspection.admission.expect_err("refused").code, Code::RejectedType);
    }
}

/// The interpreters are for the most part the work of others: admitted as plugins, too large or too complex
/// for candidates, and their worlds can be shown.
#[test]
fn interpreters_are_no_candidates() {
    if crate::languages::left_out() {
        return;
    }
    // Both are built by now.
    host();
    let plugins = Plugins::open(&home()).expect("the home of the tests");
    let wanted = [
        (Plugin::Python, "wasi:sockets/tcp", Code::RejectedTooLarge),
        (Plugin::JavaScript, "wasi:random/random", Code::RejectedTooLarge),
    ];
    for (plugin, import, code) in wanted {
        let record = plugins.installed(plugin).expect("readable").expect("built");
        let bytes = std::fs::read(&record.path).expect("the component is there");
        let inspection = inspect(&bytes, Purpose::Evaluator(None));
        assert_eq!(inspection.digest, record.digest);
        let contents = inspection.contents.expect("it is WebAssembly");
        let world = contents.world.expect("a component").expect("its world can be shown");
        assert!(world.contains(&format!("import {import}@0.2")), "{world}");
        assert!(world.contains("export lazaret:evaluator/evaluator@0.1.0;"), "{world}");
        let refused = inspection.admission.expect_err("refused");
        assert_eq!(refused.code, code, "{}", refused.message);
    }
}
