//! `lazaret serve`: candidates in every language over HTTP, and everything that is refused.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::languages::left_out;
use crate::service_client::{Server, counts, endless, line, start_task, write_slow_task};
use crate::support::{lazaret, workspace};

#[test]
fn every_language_has_the_same_score_which_is_recorded_and_recalled() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("ledger"), &[&start_task()], &[]);
    let mut names = vec!["candidate.py", "candidate.js"];
    if !left_out() {
        names.extend(["candidate.c", "candidate.rs"]);
    }
    let mut scores = Vec::new();
    for name in names {
        let path = workspace().join("examples/start/candidates").join(name);
        let text = std::fs::read_to_string(path).unwrap();
        let submission = json!({"name": name, "content": {"text": text}});
        let id = server.submit("start", &submission);
        let first = server.ended(id);
        assert_eq!(
            (&first["status"], &first["code"]),
            (&json!("done"), &json!("scored")),
            "{first}"
        );
        assert_eq!(first["recalled"], false);
        assert_eq!(first["verdict"]["score"], first["score"]);
        let entry = server.get(&format!("/v1/ledger/entries/{}", first["entry"])).json();
        assert_eq!(entry["verdict"], first["verdict"]);
        assert_eq!(entry["entry"]["body"]["name"], name);
        let again = server.ended(server.submit("start", &submission));
        assert_eq!((&again["recalled"], &again["entry"]), (&json!(true), &first["entry"]));
        let mut fresh = submission.clone();
        fresh["fresh"] = json!(true);
        let fresh = server.ended(server.submit("start", &fresh));
        assert_eq!(fresh["recalled"], false);
        assert_ne!(fresh["entry"], first["entry"]);
        assert_eq!(fresh["verdict"], first["verdict"], "{name}");
        scores.push(first["score"].clone());
    }
    assert!(scores.iter().all(|score| *score == scores[0]), "{scores:?}");
    let list = server.get("/v1/ledger/entries?kind=verdict&task=start&code=scored&limit=2").json();
    assert_eq!(list["entries"].as_array().unwrap().len(), 2);
    let checkpoint = server.get("/v1/ledger/checkpoint").json();
    assert_eq!(checkpoint["size"], list["size"]);
    let metrics = String::from_utf8(server.get("/metrics").body).unwrap();
    let count = scores.len();
    for line in [
        format!(
            "lazaret_verdicts_total{{class=\"scored\",reason=\"\",task=\"start\"}} {}",
            2 * count
        ),
        format!("lazaret_ledger_recalls_total{{result=\"hit\"}} {count}"),
        format!("lazaret_ledger_recalls_total{{result=\"miss\"}} {count}"),
        format!("lazaret_evaluations_total{{status=\"done\"}} {}", 3 * count),
        format!("lazaret_stage_seconds_count{{stage=\"total\"}} {}", 3 * count),
        "lazaret_jail_layer{layer=\"seccomp\",required=\"true\"} 1".to_owned(),
        "lazaret_workers_busy 0".to_owned(),
    ] {
        assert!(metrics.lines().any(|it| it == line), "{line} is not in:\n{metrics}");
    }
    assert_eq!(server.stop(), Some(0));
    let ledger = folder.path().join("ledger");
    let arguments = ["ledger", "verify", "--ledger", ledger.to_str().unwrap()];
    assert_eq!(lazaret(folder.path(), &arguments).exit, Some(0));
}

#[test]
fn a_candidate_that_fails_fails_as_itself_and_a_batch_is_accepted_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("ledger"), &[&start_task()], &[]);
    let submissions = json!({"evaluations": [
        {"name": "a.py", "content": {"text": "def predict(x):\n    while True: pass\n"}},
        {"name": "b.py", "content": {"text": "def predict(x:\n"}},
        {"name": "c.wasm", "content": {"base64": "AGFzbQ=="}},
        line(1),
    ]});
    let reply = server.post("/v1/tasks/start/batches", &submissions);
    assert_eq!(reply.status, 202);
    let codes: Vec<Value> = reply.json()["evaluations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| server.ended(it["id"].as_u64().unwrap())["code"].clone())
        .collect();
    assert_eq!(
        codes,
        ["failed/out-of-fuel", "rejected/source-error", "rejected/malformed", "scored"]
    );
    let verdicts = server.get("/v1/ledger/entries?code=rejected/source-error").json();
    let entry = verdicts["entries"][0]["sequence"].as_u64().unwrap();
    let feedback = server.get(&format!("/v1/ledger/entries/{entry}/feedback?bytes=600"));
    assert_eq!(feedback.status, 200);
    let feedback = feedback.json();
    let text = feedback["text"].as_str().unwrap();
    assert!(text.len() <= 600 && text.contains("def predict(x:"), "{text}");
    assert_eq!(feedback["feedback"]["outcome"], "rejected/source-error");
    let commitment = server.get("/v1/ledger/entries/0/feedback");
    assert_eq!(commitment.status, 404, "a commitment would tell what the cases are");
    let wrong = json!({"evaluations": [line(2), {"name": "x.exe", "content": {"text": ""}}]});
    assert_eq!(server.post("/v1/tasks/start/batches", &wrong).status, 422);
    assert_eq!(server.get("/v1/evaluations/5").status, 404);
    let many: Vec<Value> = (0..65).map(line).collect();
    let reply = server.post("/v1/tasks/start/batches", &json!({"evaluations": many}));
    assert_eq!(
        (reply.status, &reply.json()["measured"], &reply.json()["allowed"]),
        (422, &json!(65), &json!(64))
    );
}

#[test]
fn what_is_refused_says_why_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("ledger"), &[&start_task()], &[]);
    let json = "content-type: application/json";
    let good = line(1).to_string();
    let post = "/v1/tasks/start/evaluations";
    let with = |key: &str, value: Value| {
        let mut submission = line(1);
        submission[key] = value;
        submission.to_string()
    };
    let cases: Vec<(&str, &str, Vec<&str>, String, u16)> = vec![
        ("GET", "/", vec![], String::new(), 404),
        ("GET", "/v1/tasks/nothing", vec![], String::new(), 404),
        ("POST", "/v1/tasks/nothing/evaluations", vec![json], good.clone(), 404),
        ("POST", "/v1/tasks/..%2Fstart/evaluations", vec![json], good.clone(), 404),
        ("GET", "/v1/evaluations/99", vec![], String::new(), 404),
        ("GET", "/v1/evaluations/x", vec![], String::new(), 404),
        ("POST", "/v1/evaluations/99/cancel", vec![], String::new(), 404),
        ("GET", "/v1/evaluations/99/events", vec![], String::new(), 404),
        ("GET", "/v1/ledger/entries/99", vec![], String::new(), 404),
        ("GET", post, vec![], String::new(), 405),
        ("PUT", "/v1/tasks", vec![], String::new(), 405),
        ("POST", post, vec![], good.clone(), 415),
        ("POST", post, vec!["content-type: text/plain"], good.clone(), 415),
        ("POST", post, vec![json], "{".to_owned(), 400),
        ("POST", post, vec![json], "{\"name\": \"\\ud800\"}".to_owned(), 400),
        ("POST", post, vec![json], "[]".to_owned(), 422),
        ("POST", post, vec![json], "{}".to_owned(), 422),
        ("POST", post, vec![json], with("path", json!("/etc/passwd")), 422),
        ("POST", post, vec![json], with("name", json!("../x.py")), 422),
        ("POST", post, vec![json], with("name", json!("x.exe")), 422),
        ("POST", post, vec![json], with("seed", json!(-1)), 422),
        ("POST", post, vec![json], with("seed", json!(9_007_199_254_740_992_u64)), 422),
        ("POST", post, vec![json], with("split", json!("hidden")), 404),
        ("POST", post, vec![json], with("deadline_ms", json!(0)), 422),
        ("POST", post, vec![json], with("deadline_ms", json!(86_400_001)), 422),
        ("POST", post, vec![json], with("content", json!({"base64": "%"})), 422),
        ("POST", post, vec![json], with("content", json!({"text": "", "base64": ""})), 400),
        ("POST", post, vec![json], with("content", json!({})), 400),
        ("POST", post, vec![json], with("lineage", json!({"parents": ["x"]})), 422),
        ("POST", post, vec![json, "idempotency-key: a b"], good.clone(), 400),
        ("GET", "/v1/ledger/entries/99/feedback", vec![], String::new(), 404),
        ("GET", "/v1/ledger/entries/0/feedback?bytes=511", vec![], String::new(), 400),
        ("GET", "/v1/ledger/entries/0/feedback?bytes=65537", vec![], String::new(), 400),
        ("GET", "/v1/ledger/entries?limit=0", vec![], String::new(), 400),
        ("GET", "/v1/ledger/entries?before=9007199254740992", vec![], String::new(), 400),
        ("GET", "/v1/ledger/entries?limit=201", vec![], String::new(), 400),
        ("GET", "/v1/ledger/entries?kind=thing", vec![], String::new(), 400),
        ("GET", "/v1/ledger/entries?candidate=x", vec![], String::new(), 400),
        ("GET", "/v1/ledger/entries?more=1", vec![], String::new(), 400),
        ("GET", "/v1/evaluations/1?wait_ms=30001", vec![], String::new(), 400),
        ("GET", "/v1/tasks", vec!["host: evil.example"], String::new(), 403),
        ("GET", "/metrics", vec!["host: 127.0.0.1.evil.example"], String::new(), 403),
    ];
    for (method, path, headers, body, status) in cases {
        let reply = server.ask(method, path, &headers, body.as_bytes());
        let about =
            format!("{method} {path} {headers:?} {body}: {}", String::from_utf8_lossy(&reply.body));
        assert_eq!(reply.status, status, "{about}");
        assert_eq!(reply.headers["content-type"], "application/problem+json", "{about}");
        let problem = reply.json();
        assert_eq!(problem["status"], status, "{about}");
        for member in ["type", "title", "detail", "remedy"] {
            assert!(problem[member].as_str().is_some_and(|it| !it.is_empty()), "{member}: {about}");
        }
        if status == 405 {
            assert!(reply.headers.contains_key("allow"), "{about}");
        }
    }
    assert_eq!(server.get("/v1/ledger/entries").json()["size"], 0, "nothing was recorded");
}

/// Neither one that says how much is coming nor one that does not is read to its end.
#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("ledger"), &[&start_task()], &[]);
    let head = format!(
        "POST /v1/tasks/start/evaluations HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n",
        server.address
    );
    let announced = server.raw(format!("{head}content-length: 1000000000\r\n\r\n").as_bytes());
    assert!(announced.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&announced));
    let mut stream = server.connect();
    stream.write_all(format!("{head}transfer-encoding: chunked\r\n\r\n").as_bytes()).unwrap();
    let chunk = format!("100000\r\n{}\r\n", "x".repeat(1 << 20));
    let mut sent = 0;
    while sent < 1000 && stream.write_all(chunk.as_bytes()).is_ok() {
        sent += 1;
    }
    assert!(sent < 100, "{sent} MiB were taken");
    let metrics = String::from_utf8(server.get("/metrics").body).unwrap();
    assert!(metrics.contains("status=\"413\"} 2"), "{metrics}");
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn only_who_has_the_token_comes_in() {
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token");
    std::fs::write(&token, "0123456789abcdef0123\n").unwrap();
    std::fs::set_permissions(&token, std::fs::Permissions::from_mode(0o600)).unwrap();
    let token_file = token.to_str().unwrap();
    let server = Server::start(
        &folder.path().join("ledger"),
        &[&start_task()],
        &["--token-file", token_file],
    );
    let of = |path: &str, header: &[&str]| server.ask("GET", path, header, b"").status;
    for path in ["/v1/tasks", "/v1/events", "/metrics", "/v1/ledger/checkpoint", "/nothing"] {
        assert_eq!(of(path, &[]), 401, "{path}");
    }
    for wrong in [
        "authorization: Bearer 0123456789abcdef0124",
        "authorization: Bearer ",
        "authorization: Basic 0123456789abcdef0123",
        "authorization: 0123456789abcdef0123",
        "authorization: Bearer 0123456789abcdef0123 0123456789abcdef0123",
    ] {
        assert_eq!(of("/v1/tasks", &[wrong]), 401, "{wrong}");
    }
    let right = ["authorization: bearer 0123456789abcdef0123", "host: lazaret.example"];
    assert_eq!(of("/v1/tasks", &right), 200);
    for path in ["/healthz", "/readyz", "/openapi.json", "/docs"] {
        assert_eq!(of(path, &[]), 200, "{path}");
    }
    assert_eq!(server.get("/v1/tasks").headers["www-authenticate"], "Bearer");
}

#[test]
fn what_cannot_be_served_is_said_before_anything_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let open = folder.path().join("token");
    std::fs::write(&open, "0123456789abcdef0123\n").unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    let task = start_task();
    let (task, open) = (task.to_str().unwrap(), open.to_str().unwrap());
    for (arguments, exit, message) in [
        (vec!["serve", task, "--listen", "0.0.0.0:0"], 2, "can be reached from other machines"),
        (vec!["serve", task, "--listen", "[::]:0"], 2, "can be reached from other machines"),
        (vec!["serve", task, "--token-file", open], 2, "can be used by others (mode 644)"),
        (vec!["serve", task, "--token-file", "nothing"], 2, "cannot read the token file"),
        (vec!["serve", task, task], 2, "two of the tasks are called `start`"),
        (vec!["serve", "nothing"], 2, "`nothing` is not a task"),
        (vec!["serve"], 2, "required arguments"),
        (vec!["serve", task, "--isolation", "store"], 2, "trusted work only"),
    ] {
        let output = lazaret(folder.path(), &arguments);
        assert_eq!(output.exit, Some(exit), "{arguments:?}: {}", output.stderr);
        assert!(output.stderr.contains(message), "{arguments:?}: {}", output.stderr);
        assert!(!folder.path().join("data/ledger/queue.sqlite").exists(), "{arguments:?}");
    }
}

#[test]
fn a_full_queue_says_so_and_deadlines_count_the_time_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let slow = write_slow_task(folder.path());
    let more = ["--jobs", "1", "--queue", "3"];
    let server = Server::start(&folder.path().join("ledger"), &[&slow], &more);
    let running = server.submit("slow", &endless());
    server.until(running, "running");
    let mut waits = endless();
    waits["deadline_ms"] = json!(4000);
    waits["seed"] = json!(1);
    let expires = server.submit("slow", &waits);
    let waits = server.submit("slow", &counts(1));
    let reply = server.post("/v1/tasks/slow/evaluations", &counts(2));
    assert_eq!(reply.status, 429);
    assert!(0 < reply.headers["retry-after"].parse::<u32>().unwrap());
    assert_eq!((&reply.json()["measured"], &reply.json()["allowed"]), (&json!(3), &json!(3)));
    let expired = server.ended(expires);
    assert_eq!(
        (&expired["status"], &expired["wall_ms"]),
        (&json!("expired"), &json!(0)),
        "{expired}"
    );
    assert_eq!(server.get(&format!("/v1/evaluations/{waits}")).json()["status"], "queued");
    let mut late = endless();
    late["deadline_ms"] = json!(500);
    late["seed"] = json!(2);
    assert_eq!(server.cancel(running).status, 202);
    assert_eq!(server.ended(running)["status"], "cancelled");
    assert_eq!(server.ended(waits)["code"], "scored");
    let late = server.submit("slow", &late);
    assert_eq!(server.ended(late)["status"], "expired");
    let verdicts = server.get("/v1/ledger/entries?kind=verdict").json();
    assert_eq!(
        verdicts["entries"].as_array().unwrap().len(),
        1,
        "only what was judged is recorded"
    );
}

#[test]
fn who_is_cancelled_takes_nobody_along() {
    let folder = tempfile::tempdir().unwrap();
    let slow = write_slow_task(folder.path());
    let server = Server::start(&folder.path().join("ledger"), &[&slow], &["--jobs", "2"]);
    let together =
        json!({"evaluations": [endless(), endless(), counts(3_000_000), counts(3_000_001)]});
    let reply = server.post("/v1/tasks/slow/batches", &together);
    let ids: Vec<u64> = reply.json()["evaluations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_u64().unwrap())
        .collect();
    server.until(ids[0], "running");
    for id in &ids[..2] {
        let status = server.cancel(*id).status;
        assert!(status == 200 || status == 202, "{status}");
        assert_eq!(server.ended(*id)["status"], "cancelled");
        assert_eq!(server.cancel(*id).status, 200, "again changes nothing");
    }
    for id in &ids[2..] {
        assert_eq!(server.ended(*id)["code"], "scored");
        assert_eq!(server.cancel(*id).status, 409);
    }
}

#[test]
fn the_same_request_is_done_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("ledger"), &[&start_task()], &[]);
    let path = "/v1/tasks/start/evaluations";
    let headers = ["content-type: application/json", "idempotency-key: key-1"];
    let send = |body: &Value| server.ask("POST", path, &headers, body.to_string().as_bytes());
    let (first, again) = (send(&line(1)), send(&line(1)));
    assert_eq!((first.status, again.status), (202, 202));
    assert_eq!(first.json()["id"], again.json()["id"]);
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(send(&line(2)).status, 409);
    server.ended(first.json()["id"].as_u64().unwrap());
    assert_eq!(send(&line(1)).json()["status"], "done");
}

#[test]
fn news_come_as_they_happen_and_end_with_what_they_are_about() {
    let folder = tempfile::tempdir().unwrap();
    let slow = write_slow_task(folder.path());
    let server = Server::start(&folder.path().join("ledger"), &[&slow], &["--jobs", "1"]);
    let mut all = server.connect();
    let head = format!("GET /v1/events HTTP/1.1\r\nhost: {}\r\n\r\n", server.address);
    all.write_all(head.as_bytes()).unwrap();
    let mut first = [0; 1];
    all.read_exact(&mut first).unwrap();
    let id = server.submit("slow", &counts(2_000_000));
    let path = format!("/v1/evaluations/{id}/events");
    let one = String::from_utf8(server.ask("GET", &path, &[], b"").body).unwrap();
    assert!(one.contains("event: done\ndata: {"), "{one}");
    server.ended(id);
    let ended = String::from_utf8(server.ask("GET", &path, &[], b"").body).unwrap();
    assert!(ended.contains("event: done\ndata: {"), "{ended}");
    let mut seen = String::new();
    while !seen.contains("event: done") {
        let mut bytes = [0; 1024];
        let count = all.read(&mut bytes).unwrap();
        assert_ne!(count, 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    for event in ["event: queued", "event: running"] {
        assert!(seen.contains(event), "{event}: {seen}");
    }
}
